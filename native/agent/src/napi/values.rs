//! Values of JavaScript, read leniently: a value of another type counts as 0, empty or false.
use super::raw::*;
use core::ffi::c_void;
use core::ptr::null_mut;

/// A function of `child/agent.d.ts`: its name, how many arguments it takes, and what it does with the call.
macro_rules! exported {
    ($visible:vis $name:ident, $count:literal, |$call:ident| $body:expr) => {
        $visible unsafe extern "C" fn $name(env: $crate::napi::raw::Env, info: $crate::napi::raw::Info) -> $crate::napi::raw::Value {
            // SAFETY: node calls this with the running callback's own values.
            let $call = unsafe { $crate::napi::values::Call::<$count>::new(env, info) };
            let result = $body;
            $crate::napi::values::clear_exception(env);
            result
        }
    };
}
pub(super) use exported;

/// Arguments of a call.
pub struct Call<const N: usize> {
    pub env: Env,
    pub args: [Value; N],
}

impl<const N: usize> Call<N> {
    /// # Safety
    /// `env` and `info` must be those of the callback that is running.
    pub unsafe fn new(env: Env, info: Info) -> Self {
        let mut args = [null_mut(); N];
        let mut count = N;
        // SAFETY: by this function's contract; room for N arguments, missing ones become undefined.
        unsafe { napi_get_cb_info(env, info, &mut count, args.as_mut_ptr(), null_mut(), null_mut()) };
        Self { env, args }
    }

    pub fn number(&self, index: usize) -> f64 {
        let mut number = 0.0;
        // SAFETY: values of the running callback, here and below.
        unsafe { napi_get_value_double(self.env, self.args[index], &mut number) };
        number
    }

    pub fn u32(&self, index: usize) -> u32 {
        self.number(index) as u32
    }

    pub fn flag(&self, index: usize) -> bool {
        let mut value = false;
        // SAFETY: as above.
        unsafe { napi_get_value_bool(self.env, self.args[index], &mut value) };
        value
    }

    pub fn address(&self, index: usize) -> u64 {
        address(self.env, self.args[index])
    }

    /// Bytes of a string argument in UTF-8.
    pub fn text_length(&self, index: usize) -> usize {
        let mut length = 0;
        // SAFETY: as above; a null buffer asks for the length.
        unsafe { napi_get_value_string_utf8(self.env, self.args[index], null_mut(), 0, &mut length) };
        length
    }

    /// Writes a string argument to `into`, and a zero behind it; `into` must be one byte longer than the text.
    pub fn text<'a>(&self, index: usize, into: &'a mut [u8]) -> &'a [u8] {
        let mut length = 0;
        // SAFETY: as above; the size of the buffer is told.
        unsafe {
            napi_get_value_string_utf8(self.env, self.args[index], into.as_mut_ptr().cast(), into.len(), &mut length)
        };
        into.get(..length).unwrap_or(&[])
    }

    /// The words of a Uint32Array argument.
    pub fn words(&self, index: usize) -> &[u32] {
        let (data, length) = typed_array(self.env, self.args[index]);
        if data.is_null() || !(data as usize).is_multiple_of(4) {
            return &[];
        }
        // SAFETY: the array's backing store lives during the callback, and no JavaScript runs meanwhile.
        unsafe { core::slice::from_raw_parts(data.cast(), length) }
    }
}

/// A BigInt or a number.
pub fn address(env: Env, value: Value) -> u64 {
    let mut result = 0;
    let mut lossless = false;
    let mut number = 0.0;
    // SAFETY: a value of the running callback.
    unsafe {
        if napi_get_value_bigint_uint64(env, value, &mut result, &mut lossless) != 0 {
            napi_get_value_double(env, value, &mut number);
            result = number as u64;
        }
    }
    result
}

fn typed_array(env: Env, value: Value) -> (*mut c_void, usize) {
    let (mut kind, mut length, mut data, mut buffer, mut offset) = (0, 0, null_mut(), null_mut(), 0);
    // SAFETY: a value of the running callback; anything but a typed array is refused.
    let status =
        unsafe { napi_get_typedarray_info(env, value, &mut kind, &mut length, &mut data, &mut buffer, &mut offset) };
    if status == 0 {
        (data, length)
    } else {
        (null_mut(), 0)
    }
}

/// First byte of a view or buffer.
pub fn first_byte(env: Env, value: Value) -> u64 {
    let (mut is_array, mut is_view, mut is_buffer) = (false, false, false);
    let (mut length, mut data, mut buffer, mut offset) = (0, null_mut(), null_mut(), 0);
    // SAFETY: a value of the running callback; each question matches the value's kind.
    unsafe {
        napi_is_typedarray(env, value, &mut is_array);
        napi_is_dataview(env, value, &mut is_view);
        napi_is_arraybuffer(env, value, &mut is_buffer);
        if is_array {
            data = typed_array(env, value).0;
        } else if is_view {
            napi_get_dataview_info(env, value, &mut length, &mut data, &mut buffer, &mut offset);
        } else if is_buffer {
            napi_get_arraybuffer_info(env, value, &mut data, &mut length);
        } else {
            return 0;
        }
    }
    data as u64
}

/// Forgets an exception that our own use of Node-API has raised.
pub fn clear_exception(env: Env) {
    let mut pending = false;
    let mut exception = null_mut();
    // SAFETY: the environment of the running callback.
    unsafe {
        if napi_is_exception_pending(env, &mut pending) == 0 && pending {
            napi_get_and_clear_last_exception(env, &mut exception);
        }
    }
}
