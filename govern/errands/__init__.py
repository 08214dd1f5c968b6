"""What happens later: errands enqueued by acts, carried out by the worker."""
