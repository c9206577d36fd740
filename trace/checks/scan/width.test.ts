import { expect, it } from 'vitest';
import type { Insn } from '../../model/types';
import { widthOf } from './width';

const width = (text: string | null) => widthOf({ text } as Insn);

it.each([
  ['mov dword ptr [rdi],1h', 4], ['mov qword ptr [rdi+8h],2h', 8], ['mov [rdi+8h],rax', 8], ['mov [rdi],r8d', 4], ['mov ax,[rsi]', 2], ['mov [rdi],dil', 1],
  ['movups [rdi+10h],xmm1', 16], ['vmovdqu ymm0,[rsi]', 32], ['vmovdqu64 [rdi],zmm16', 64], ['lock xadd [rdi],eax', 4],
])('%s is %i bytes wide', (text, bytes) => expect(width(text)).toBe(bytes));

it.each(['vmovdqu8 [rdi]{k1},ymm0', 'vpmaskmovd [rdi],ymm0,ymm1', 'rep movsb', 'vpcmpeqb k0,ymm16,[rdi]', 'syscall', null])('%s does not say', text => expect(width(text)).toBe(0));
