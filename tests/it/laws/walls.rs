//! The walls of the house: which way imports run, and where SQL, rules, HTTP and French may stand.
