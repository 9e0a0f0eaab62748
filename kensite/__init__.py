"""The site: settings, addresses, the frame of every page, and the demo. Nobody imports it."""
