"""Who is served: accounts that pay, what they pay for, and what was agreed with them."""
