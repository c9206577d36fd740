// A digest, a keyed one, and a cipher there and back, with contexts that live over several calls.
'use strict';
const koffi = require('koffi');
const crypto = koffi.load('libcrypto.so.3');

for (const name of ['EVP_MD', 'EVP_MD_CTX', 'EVP_CIPHER', 'EVP_CIPHER_CTX']) koffi.opaque(name);
const sha256 = crypto.func('EVP_MD *EVP_sha256()');
const newDigest = crypto.func('EVP_MD_CTX *EVP_MD_CTX_new()');
const init = crypto.func('int EVP_DigestInit_ex(EVP_MD_CTX *ctx, EVP_MD *type, void *engine)');
const update = crypto.func('int EVP_DigestUpdate(EVP_MD_CTX *ctx, const void *data, size_t size)');
const final = crypto.func('int EVP_DigestFinal_ex(EVP_MD_CTX *ctx, _Out_ uint8_t *digest, _Out_ unsigned int *size)');
const freeDigest = crypto.func('void EVP_MD_CTX_free(EVP_MD_CTX *ctx)');
const hmac = crypto.func('void *HMAC(EVP_MD *type, const void *key, int keySize, const uint8_t *data, size_t size, _Out_ uint8_t *out, _Out_ unsigned int *outSize)');
const aes = crypto.func('EVP_CIPHER *EVP_aes_128_cbc()');
const newCipher = crypto.func('EVP_CIPHER_CTX *EVP_CIPHER_CTX_new()');
const encryptInit = crypto.func('int EVP_EncryptInit_ex(EVP_CIPHER_CTX *ctx, EVP_CIPHER *type, void *engine, const uint8_t *key, const uint8_t *iv)');
const encryptUpdate = crypto.func('int EVP_EncryptUpdate(EVP_CIPHER_CTX *ctx, _Inout_ uint8_t *out, _Out_ int *size, const uint8_t *data, int dataSize)');
const encryptFinal = crypto.func('int EVP_EncryptFinal_ex(EVP_CIPHER_CTX *ctx, _Inout_ uint8_t *out, _Out_ int *size)');
const freeCipher = crypto.func('void EVP_CIPHER_CTX_free(EVP_CIPHER_CTX *ctx)');

const digest = newDigest();
init(digest, sha256(), null);
for (const part of ['one ', 'part ', 'after the other'.repeat(20)]) update(digest, Buffer.from(part), part.length);
const result = Buffer.alloc(32);
final(digest, result, [0]);
freeDigest(digest);
console.log(result.toString('hex'));

const keyed = Buffer.alloc(32);
hmac(sha256(), Buffer.from('key'), 3, Buffer.from('what is signed'), 14, keyed, [0]);
console.log(keyed.toString('hex'));

const text = Buffer.from('a text of some length, to be hidden');
const out = Buffer.alloc(text.length + 16);
const cipher = newCipher();
encryptInit(cipher, aes(), null, Buffer.alloc(16, 1), Buffer.alloc(16, 2));
const sizes = [[0], [0]];
encryptUpdate(cipher, out, sizes[0], text, text.length);
encryptFinal(cipher, out.subarray(sizes[0][0]), sizes[1]);
freeCipher(cipher);
console.log(out.toString('hex', 0, sizes[0][0] + sizes[1][0]));
