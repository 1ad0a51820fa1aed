//! Name look-ups of the static build. The one accepted `unsafe` of the house, and nothing else.
//!
//! In a static glibc program every NSS service but `files` and `dns` is loaded at run time and may crash the process
//! (rust-lang/rust#100711): a machine with `hosts: resolve` or `passwd: systemd` would stop the school.

/// Pins look-ups to the two services that are inside libc. Call it first in `main`, before any thread starts.
pub fn pin() {
    #[cfg(all(target_env = "gnu", target_feature = "crt-static"))]
    {
        unsafe extern "C" {
            fn __nss_configure_lookup(db: *const std::ffi::c_char, line: *const std::ffi::c_char) -> std::ffi::c_int;
        }
        let services = [
            (c"hosts", c"files dns"),
            (c"passwd", c"files"),
            (c"group", c"files"),
            (c"initgroups", c"files"),
            (c"services", c"files"),
            (c"networks", c"files"),
            (c"protocols", c"files"),
        ];
        for (database, line) in services {
            // SAFETY: both are NUL-terminated constants, and no other thread runs yet.
            let pinned = unsafe { __nss_configure_lookup(database.as_ptr(), line.as_ptr()) };
            assert_eq!(pinned, 0, "libc refused to pin {database:?}");
        }
    }
}
