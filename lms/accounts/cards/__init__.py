"""Sign-in cards of patients and carers: a printed code and a PIN of their own."""
