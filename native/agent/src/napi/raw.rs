//! The functions of Node-API that are used here. The node binary exports them.
use core::ffi::{c_char, c_void};

pub type Env = *mut c_void;
pub type Value = *mut c_void;
pub type Info = *mut c_void;
pub type Callback = unsafe extern "C" fn(Env, Info) -> Value;
/// 0 is success.
pub type Status = i32;

unsafe extern "C" {
    pub fn napi_create_function(
        env: Env,
        name: *const c_char,
        length: usize,
        callback: Callback,
        data: *mut c_void,
        result: *mut Value,
    ) -> Status;
    pub fn napi_set_named_property(env: Env, object: Value, name: *const c_char, value: Value) -> Status;
    pub fn napi_get_named_property(env: Env, object: Value, name: *const c_char, result: *mut Value) -> Status;
    pub fn napi_get_cb_info(
        env: Env,
        info: Info,
        count: *mut usize,
        args: *mut Value,
        this: *mut Value,
        data: *mut *mut c_void,
    ) -> Status;
    pub fn napi_get_undefined(env: Env, result: *mut Value) -> Status;
    pub fn napi_get_null(env: Env, result: *mut Value) -> Status;
    pub fn napi_get_boolean(env: Env, value: bool, result: *mut Value) -> Status;
    pub fn napi_get_global(env: Env, result: *mut Value) -> Status;
    pub fn napi_create_double(env: Env, value: f64, result: *mut Value) -> Status;
    pub fn napi_create_bigint_uint64(env: Env, value: u64, result: *mut Value) -> Status;
    pub fn napi_create_string_utf8(env: Env, text: *const c_char, length: usize, result: *mut Value) -> Status;
    pub fn napi_create_object(env: Env, result: *mut Value) -> Status;
    pub fn napi_create_array(env: Env, result: *mut Value) -> Status;
    pub fn napi_get_array_length(env: Env, array: Value, result: *mut u32) -> Status;
    pub fn napi_get_element(env: Env, array: Value, index: u32, result: *mut Value) -> Status;
    pub fn napi_set_element(env: Env, array: Value, index: u32, value: Value) -> Status;
    pub fn napi_call_function(
        env: Env,
        this: Value,
        function: Value,
        count: usize,
        args: *const Value,
        result: *mut Value,
    ) -> Status;
    pub fn napi_get_value_double(env: Env, value: Value, result: *mut f64) -> Status;
    pub fn napi_get_value_bool(env: Env, value: Value, result: *mut bool) -> Status;
    pub fn napi_get_value_bigint_uint64(env: Env, value: Value, result: *mut u64, lossless: *mut bool) -> Status;
    pub fn napi_get_value_string_utf8(
        env: Env,
        value: Value,
        buffer: *mut c_char,
        size: usize,
        length: *mut usize,
    ) -> Status;
    pub fn napi_is_typedarray(env: Env, value: Value, result: *mut bool) -> Status;
    pub fn napi_is_dataview(env: Env, value: Value, result: *mut bool) -> Status;
    pub fn napi_is_arraybuffer(env: Env, value: Value, result: *mut bool) -> Status;
    pub fn napi_get_typedarray_info(
        env: Env,
        value: Value,
        kind: *mut i32,
        length: *mut usize,
        data: *mut *mut c_void,
        buffer: *mut Value,
        offset: *mut usize,
    ) -> Status;
    pub fn napi_get_dataview_info(
        env: Env,
        value: Value,
        length: *mut usize,
        data: *mut *mut c_void,
        buffer: *mut Value,
        offset: *mut usize,
    ) -> Status;
    pub fn napi_get_arraybuffer_info(env: Env, value: Value, data: *mut *mut c_void, length: *mut usize) -> Status;
    pub fn napi_is_exception_pending(env: Env, result: *mut bool) -> Status;
    pub fn napi_get_and_clear_last_exception(env: Env, result: *mut Value) -> Status;
}
