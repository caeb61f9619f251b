"""The container image, built and run. `make image-test`; no part of `make test`."""
