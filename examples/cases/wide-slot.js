// Width and height of an image are asked for: the library writes 8 bytes for each, through pointers to 4.
'use strict';
const { library } = require('./library.js');

const imageSize = library.func('void image_size(const uint8_t *png, _Out_ uint32_t *width, _Out_ uint32_t *height)');

const header = Buffer.from('89504e470d0a1a0a0000000d4948445200000048000000280802000000', 'hex');
const [width, height] = [[0], [0]];
imageSize(header, width, height);

console.log(`${width[0]} x ${height[0]} pixels`);
