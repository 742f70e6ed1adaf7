"""What a CRM says of a lead: its fields and their types, who keeps them, whose change wins."""
