// Digests of a text, and a cipher there and back, with OpenSSL's libcrypto. Prints the results, and which output each call has.
// `node crypto.cjs [SIZE]`
'use strict';
const { createHash } = require('node:crypto');
const koffi = require('koffi');
const { bytes } = require('../memory.cjs');

const size = Number(process.argv[2] ?? 400);
const crypto = koffi.load('libcrypto.so.3');
for (const name of ['EVP_MD', 'EVP_CIPHER', 'EVP_CIPHER_CTX']) koffi.opaque(name);
const sha256 = crypto.func('EVP_MD *EVP_sha256()');
const md5 = crypto.func('EVP_MD *EVP_md5()');
const digest = crypto.func('int EVP_Digest(const void *data, size_t count, _Out_ uint8_t *md, _Out_ unsigned int *size, EVP_MD *type, void *engine)');
const aes = crypto.func('EVP_CIPHER *EVP_aes_128_cbc()');
const newCipher = crypto.func('EVP_CIPHER_CTX *EVP_CIPHER_CTX_new()');
const init = crypto.func('int EVP_CipherInit_ex(EVP_CIPHER_CTX *ctx, EVP_CIPHER *type, void *engine, const uint8_t *key, const uint8_t *iv, int encrypt)');
const update = crypto.func('int EVP_CipherUpdate(EVP_CIPHER_CTX *ctx, _Inout_ uint8_t *out, _Out_ int *size, const uint8_t *data, int dataSize)');
const final = crypto.func('int EVP_CipherFinal_ex(EVP_CIPHER_CTX *ctx, _Inout_ uint8_t *out, _Out_ int *size)');

const text = bytes(size);
for (let at = 0; at < size; at++) text[at] = at * 7 & 255;
const digests = [[sha256, 32], [md5, 16]].map(([type, length]) => {
  const out = bytes(length);
  digest(text, size, out, [0], type(), null);
  return out.toString('hex');
});

function cipher(input, encrypt) {
  const context = newCipher();
  init(context, aes(), null, Buffer.alloc(16, 1), Buffer.alloc(16, 2), encrypt);
  const out = bytes(input.length + 32);
  const sizes = [[0], [0]];
  update(context, out, sizes[0], input, input.length);
  final(context, out.subarray(sizes[0][0]), sizes[1]);
  return out.subarray(0, sizes[0][0] + sizes[1][0]);
}

const secret = cipher(text, 1);
const plain = cipher(secret, 0);
console.log(JSON.stringify({
  result: [digests, createHash('sha256').update(secret).digest('hex'), plain.equals(text)],
  // The last block comes from the call behind it.
  outputs: [{ function: 'EVP_Digest', argument: 'md', size: 16 }, { function: 'EVP_CipherUpdate', argument: 'out', size: size - 16 }],
}));
