"""The audit log: who of staff looked at or changed whose record, sign-ins, keys, exports, erasures, signatures (docs/audit.md)."""
