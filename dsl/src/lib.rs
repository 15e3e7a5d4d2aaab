//! From the text of a .flow file to a checked graph, or to diagnostics.
