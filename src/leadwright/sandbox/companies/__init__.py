"""The companies of the world as they truly are, whatever its sources say of them."""
