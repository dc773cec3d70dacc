"""Orders that the merchant's hand makes: placed, paid, edited, refunded, cancelled."""
