"""What the site is like for those who visit it, measured with the tools of the trade."""
