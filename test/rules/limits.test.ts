import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { clientAddress } from '../../src/http/limits.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  clientAddress({
    socket: { remoteAddress } as IncomingMessage['socket'],
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

describe('the network that a request came from', () => {
  it.each([
    ['203.0.113.7', undefined, '203.0.113.7'],
    ['::ffff:203.0.113.7', undefined, '203.0.113.7'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', undefined, '2001:db8:1:2'],
    ['2001:db8::6', undefined, '2001:db8:0:0'],
  ])('%s, of whom nobody speaks, is %s', (peer, forwarded, network) => {
    expect(from(peer, forwarded)).toBe(network);
  });

  it('is what our own proxies say, however many there are', () => {
    expect(from('10.0.0.2', '203.0.113.7')).toBe('203.0.113.7');
    expect(from('127.0.0.1', '203.0.113.7, 192.168.1.4')).toBe('203.0.113.7');
    expect(from('fd00::1', '2001:db8:1:2:3::9')).toBe('2001:db8:1:2');
  });

  it('is not what a stranger makes up', () => {
    expect(from('203.0.113.7', '198.51.100.1')).toBe('203.0.113.7');
    expect(from('10.0.0.2', '198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(from('10.0.0.2', '<script>, 203.0.113.7')).toBe('203.0.113.7');
    expect(from('10.0.0.2', 'x'.repeat(5000))).toBe('10.0.0.2');
  });

  it('is the innermost of our own when none of them comes from outside', () => {
    expect(from('127.0.0.1', '10.0.0.7')).toBe('10.0.0.7');
  });
});
