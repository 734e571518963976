module example.com/sample-plugin

go 1.25
