package main

import rego.v1

buckets contains resource if {
    some resource in input.planned_values.root_module.resources
    resource.type == "aws_s3_bucket"
}

deny_public_acl contains {"msg": msg, "resource": bucket.address} if {
    some bucket in buckets
    bucket.values.acl in ["public-read", "public-read-write"]
    msg := sprintf("%s has the ACL %s", [bucket.address, bucket.values.acl])
}

deny_public_unknown contains {"msg": msg, "resource": bucket.address} if {
    some bucket in buckets
    not bucket.values.acl
    msg := sprintf("%s names no ACL", [bucket.address])
}

warn_untagged contains {"msg": "no owner", "resource": bucket.address} if {
    some bucket in buckets
    not bucket.values.tags.owner
}
