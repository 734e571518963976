//! The tables of Google Cloud and Azure.

use super::*;

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn each_row_tells_safe_from_unsafe() {
    let allow = |ports: Value| json!([{"protocol": "tcp", "ports": ports}]);
    let rule = |range: &str, source: &str| {
        json!({"direction": "Inbound", "access": "Allow", "protocol": "Tcp",
               "destination_port_range": range, "destination_port_ranges": [],
               "source_address_prefix": source, "source_address_prefixes": []})
    };
    let cases = [
        (
            "storage-encrypted",
            "google_storage_bucket.b",
            json!({}),
            "Pass: Google encrypts all stored data",
        ),
        (
            "object-storage-private",
            "google_storage_bucket.b",
            json!({"public_access_prevention": "enforced"}),
            "Pass: public_access_prevention is enforced",
        ),
        (
            "object-storage-private",
            "google_storage_bucket.b",
            json!({"public_access_prevention": "inherited"}),
            "Fail: public_access_prevention is inherited",
        ),
        (
            "object-storage-private",
            "google_storage_bucket_iam_binding.b",
            json!({"members": ["user:a@b.example", "allUsers"]}),
            "Fail: members holds allUsers",
        ),
        (
            "keys-rotated",
            "google_kms_crypto_key.k",
            json!({"purpose": "ENCRYPT_DECRYPT", "rotation_period": "7776000s"}),
            "Pass: rotation_period is 90 days",
        ),
        (
            "keys-rotated",
            "google_kms_crypto_key.k",
            json!({"purpose": "ENCRYPT_DECRYPT", "rotation_period": null}),
            "Fail: rotation_period is not set: no rotation by default",
        ),
        (
            "keys-rotated",
            "google_kms_crypto_key.k",
            json!({"purpose": "ENCRYPT_DECRYPT", "rotation_period": "soon"}),
            "Inconclusive: rotation_period is not known",
        ),
        (
            "administration-ports-closed",
            "google_compute_firewall.f",
            json!({"direction": "INGRESS", "allow": allow(json!(["20-25"])), "source_ranges": ["0.0.0.0/0"]}),
            "Fail: ports 20 to 25 from 0.0.0.0/0, which includes 22",
        ),
        (
            "administration-ports-closed",
            "google_compute_firewall.f",
            json!({"direction": "INGRESS", "allow": allow(json!([])), "source_ranges": null, "source_tags": null, "source_service_accounts": null}),
            "Fail: all ports from 0.0.0.0/0, which includes 22, 3389",
        ),
        (
            "administration-ports-closed",
            "google_compute_firewall.f",
            json!({"direction": "INGRESS", "allow": allow(json!(["22"])), "source_ranges": [], "source_tags": ["web"]}),
            "Pass: port 22 from no address range",
        ),
        (
            "administration-ports-closed",
            "google_compute_firewall.f",
            json!({"direction": "INGRESS", "allow": [{"protocol": "TCP", "ports": ["22"]}], "source_ranges": ["0.0.0.0/0"]}),
            "Fail: port 22 from 0.0.0.0/0, which includes 22",
        ),
        (
            "administration-ports-closed",
            "google_compute_firewall.f",
            json!({"direction": "EGRESS", "allow": allow(json!(["22"]))}),
            "NotApplicable: a rule for outgoing traffic",
        ),
        (
            "data-stores-private",
            "google_sql_database_instance.d",
            json!({"settings": [{"ip_configuration": [{"authorized_networks": [{"value": "0.0.0.0/0"}]}]}]}),
            "Fail: open to 0.0.0.0/0",
        ),
        (
            "backups-kept",
            "google_sql_database_instance.d",
            json!({"master_instance_name": "", "settings": [{"backup_configuration": [{"enabled": true, "backup_retention_settings": [{"retained_backups": 3}]}]}]}),
            "Fail: settings.backup_configuration.backup_retention_settings.retained_backups is 3",
        ),
        (
            "full-rights-absent",
            "google_project_iam_member.m",
            json!({"role": "roles/editor"}),
            "Fail: role is roles/editor",
        ),
        (
            "data-stores-private",
            "google_container_cluster.c",
            json!({"private_cluster_config": [], "master_authorized_networks_config": []}),
            "Fail: public, without authorised networks",
        ),
        (
            "object-storage-private",
            "azurerm_storage_account.a",
            json!({"allow_nested_items_to_be_public": true}),
            "Fail: allow_nested_items_to_be_public is true",
        ),
        (
            "transport-encrypted",
            "azurerm_storage_account.a",
            json!({"https_traffic_only_enabled": true}),
            "Pass: https_traffic_only_enabled is true",
        ),
        (
            "transport-encrypted",
            "azurerm_storage_account.a",
            json!({"enable_https_traffic_only": false}),
            "Fail: enable_https_traffic_only is false",
        ),
        (
            "tls-current",
            "azurerm_storage_account.a",
            json!({"min_tls_version": "TLS1_0"}),
            "Fail: min_tls_version is TLS1_0",
        ),
        (
            "administration-ports-closed",
            "azurerm_network_security_rule.r",
            rule("3389", "Internet"),
            "Fail: port 3389 from Internet, which includes 3389",
        ),
        (
            "administration-ports-closed",
            "azurerm_network_security_rule.r",
            rule("3389", "VirtualNetwork"),
            "Pass: port 3389 from VirtualNetwork",
        ),
        (
            "administration-ports-closed",
            "azurerm_network_security_group.g",
            json!({"security_rule": [rule("443", "*"), rule("*", "*")]}),
            "Fail: all ports from *, which includes 22, 3389",
        ),
        (
            "data-stores-private",
            "azurerm_mssql_firewall_rule.r",
            json!({"start_ip_address": "1.0.0.0", "end_ip_address": "255.255.255.255"}),
            "Fail: from 1.0.0.0 to 255.255.255.255",
        ),
        (
            "data-stores-private",
            "azurerm_mssql_firewall_rule.r",
            json!({"start_ip_address": "203.0.113.9", "end_ip_address": "203.0.113.1"}),
            "Inconclusive: from 203.0.113.9 to 203.0.113.1",
        ),
        (
            "data-stores-private",
            "azurerm_mssql_firewall_rule.r",
            json!({"start_ip_address": "203.0.113.1", "end_ip_address": "203.0.113.9"}),
            "Pass: from 203.0.113.1 to 203.0.113.9",
        ),
        (
            "data-stores-private",
            "azurerm_mssql_firewall_rule.r",
            json!({"start_ip_address": "0.0.0.0", "end_ip_address": "255.255.255.255"}),
            "Fail: from 0.0.0.0 to 255.255.255.255",
        ),
        (
            "full-rights-absent",
            "azurerm_role_assignment.r",
            json!({"role_definition_name": "Owner"}),
            "Fail: role_definition_name is Owner",
        ),
        (
            "full-rights-absent",
            "google_folder_iam_binding.b",
            json!({"role": "roles/owner"}),
            "Fail: role is roles/owner",
        ),
        (
            "capacity-scales",
            "google_compute_autoscaler.a",
            json!({"autoscaling_policy": [{"min_replicas": 3, "max_replicas": 3, "mode": "ON"}]}),
            "Fail: min_replicas is 3, max_replicas is 3",
        ),
        (
            "capacity-scales",
            "google_compute_region_autoscaler.a",
            json!({"autoscaling_policy": [{"min_replicas": 2, "max_replicas": 9, "mode": "OFF"}]}),
            "Fail: mode is OFF",
        ),
        (
            "capacity-scales",
            "google_compute_autoscaler.a",
            json!({"autoscaling_policy": [{"min_replicas": 2, "max_replicas": 9, "mode": "ON"}]}),
            "Pass: min_replicas is 2, max_replicas is 9",
        ),
        (
            "capacity-scales",
            "azurerm_monitor_autoscale_setting.a",
            json!({"enabled": true, "profile": [{"capacity": [{"minimum": 1, "maximum": 5}], "rule": []}]}),
            "Fail: minimum is 1, maximum is 5, and no rule increases the capacity",
        ),
        (
            "capacity-scales",
            "azurerm_monitor_autoscale_setting.a",
            json!({"enabled": true, "profile": [{"capacity": [{"minimum": 1, "maximum": 5}],
                "rule": [{"scale_action": [{"direction": "Increase"}]}]}]}),
            "Pass: enabled is true; minimum is 1, maximum is 5",
        ),
        (
            "backups-kept",
            "azurerm_backup_policy_vm.p",
            json!({"retention_daily": [{"count": 14}]}),
            "Fail: no azurerm_backup_protected_vm belongs to the policy, which backs up nothing",
        ),
        (
            "deletion-protected",
            "google_sql_database_instance.d",
            json!({"master_instance_name": "", "deletion_protection": true, "settings": [{"deletion_protection_enabled": false}]}),
            "Fail: settings.deletion_protection_enabled is false",
        ),
        (
            "deletion-protected",
            "google_sql_database_instance.d",
            json!({"master_instance_name": "", "settings": [{"deletion_protection_enabled": true}]}),
            "Pass: settings.deletion_protection_enabled is true",
        ),
        (
            "deletion-protected",
            "google_sql_database_instance.d",
            json!({"master_instance_name": "main", "settings": [{"deletion_protection_enabled": false}]}),
            "NotApplicable: master_instance_name is main",
        ),
        (
            "deletion-protected",
            "google_bigtable_table.t",
            json!({"deletion_protection": "UNPROTECTED"}),
            "Fail: deletion_protection is UNPROTECTED",
        ),
        (
            "deletion-protected",
            "google_spanner_database.d",
            json!({"deletion_protection": true, "enable_drop_protection": null}),
            "Fail: enable_drop_protection is not set: off by default",
        ),
        (
            "deletion-protected",
            "google_firestore_database.d",
            json!({"delete_protection_state": "DELETE_PROTECTION_ENABLED"}),
            "Pass: delete_protection_state is DELETE_PROTECTION_ENABLED",
        ),
        (
            "deletion-protected",
            "azurerm_key_vault.v",
            json!({"purge_protection_enabled": null}),
            "Fail: purge_protection_enabled is not set: off by default",
        ),
        (
            "deletion-protected",
            "azurerm_key_vault.v",
            json!({"purge_protection_enabled": true}),
            "Pass: purge_protection_enabled is true",
        ),
        (
            "spread-over-zones",
            "azurerm_storage_account.a",
            json!({"account_replication_type": "LRS"}),
            "Fail: account_replication_type is LRS",
        ),
        (
            "data-stores-private",
            "google_bigquery_dataset.d",
            json!({"access": [{"role": "READER", "iam_member": "allUsers"}]}),
            "Fail: access.iam_member is allUsers",
        ),
        (
            "data-stores-private",
            "google_bigquery_dataset_access.a",
            json!({"role": "READER", "special_group": "allAuthenticatedUsers"}),
            "Fail: special_group is allAuthenticatedUsers",
        ),
        (
            "data-stores-private",
            "azurerm_kubernetes_cluster.c",
            json!({"private_cluster_enabled": false, "api_server_access_profile": []}),
            "Fail: public, without authorised ranges",
        ),
    ];
    for (control, address, values, expected) in cases {
        let report = Plan::default().known(address, values.clone()).check();
        let told = told(&report, control, address);
        assert_eq!(
            told.split(" @ ").next(),
            Some(expected),
            "{control}: {values}"
        );
    }
}
