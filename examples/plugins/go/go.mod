module prometheus-alerts

go 1.25
