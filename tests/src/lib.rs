//! The suite that looks at the whole house.
