"""`/api/v1/`: the contract with app developers."""
