//! To be filled by its helper.
