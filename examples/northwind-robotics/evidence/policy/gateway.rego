package main

import rego.v1

# The fleet gateways stand in customers' warehouses and speak to the fleet API.

deny_weak_tls contains {"msg": msg, "resource": listener.name, "path": ["listeners", index]} if {
	some index, listener in input.listeners
	not listener.tls.minimum in ["1.2", "1.3"]
	msg := sprintf("listener %s does not demand TLS 1.2", [listener.name])
}

deny_open_admin contains {"msg": msg, "path": ["admin"]} if {
	some range in input.admin.allow
	net.cidr_contains(range, "203.0.113.1")
	msg := sprintf("the admin interface is open to %s", [range])
}

deny_open_admin contains {"msg": "the admin interface names no ranges", "path": ["admin"]} if {
	not input.admin.allow
}

warn_debug contains {"msg": "debug logs are on", "path": ["logging"]} if {
	input.logging.level == "debug"
}
