//! Values for JavaScript.
use super::raw::*;
use super::values::clear_exception;
use core::ffi::CStr;
use core::ptr::null_mut;

macro_rules! made {
    ($env:expr, $function:ident $(, $argument:expr)*) => {{
        let mut value = null_mut();
        // SAFETY: the environment of the running callback; a failure leaves null, which reads as undefined.
        unsafe { $function($env, $($argument,)* &mut value) };
        value
    }};
}

pub fn undefined(env: Env) -> Value {
    made!(env, napi_get_undefined)
}

pub fn null(env: Env) -> Value {
    made!(env, napi_get_null)
}

pub fn boolean(env: Env, value: bool) -> Value {
    made!(env, napi_get_boolean, value)
}

/// Exact up to 2^53.
pub fn number(env: Env, value: u64) -> Value {
    made!(env, napi_create_double, value as f64)
}

pub fn bigint(env: Env, value: u64) -> Value {
    made!(env, napi_create_bigint_uint64, value)
}

pub fn text(env: Env, bytes: &[u8]) -> Value {
    made!(env, napi_create_string_utf8, bytes.as_ptr().cast(), bytes.len())
}

pub fn array(env: Env) -> Value {
    made!(env, napi_create_array)
}

pub fn object(env: Env, properties: &[(&CStr, Value)]) -> Value {
    let object = made!(env, napi_create_object);
    for (name, value) in properties {
        // SAFETY: the environment and values of the running callback.
        unsafe { napi_set_named_property(env, object, name.as_ptr(), *value) };
    }
    object
}

pub fn property(env: Env, object: Value, name: &CStr) -> Value {
    made!(env, napi_get_named_property, object, name.as_ptr())
}

pub fn element(env: Env, array: Value, index: u32) -> Value {
    made!(env, napi_get_element, array, index)
}

pub fn length(env: Env, array: Value) -> u32 {
    let mut length = 0;
    // SAFETY: a value of the running callback; anything but an array is refused.
    unsafe { napi_get_array_length(env, array, &mut length) };
    length
}

/// What JSON.parse makes of a text; null if it is none.
pub fn parse(env: Env, json: &[u8]) -> Value {
    let global = made!(env, napi_get_global);
    let json_object = property(env, global, c"JSON");
    let function = property(env, json_object, c"parse");
    let argument = text(env, json);
    let value: Value = made!(env, napi_call_function, json_object, function, 1, &argument);
    clear_exception(env);
    value
}
