"""What people prepare on their own device: an order of modules by their own dates, topics for the pharmacist's interviews."""
