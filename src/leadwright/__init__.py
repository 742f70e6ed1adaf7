"""leadwright: AI agents work sales leads, with evidence, approvals and audit."""
