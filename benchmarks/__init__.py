"""What readers' requests cost, in queries and CPU time. `make bench` runs it; see README.md."""
