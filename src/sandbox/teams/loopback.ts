import { Server } from 'node:net';

const host = '127.0.0.1';
const listen = Server.prototype.listen;

// This file is loaded before Microsoft's playground, which would otherwise accept connections from the whole network.
Server.prototype.listen = function (this: Server, ...given: unknown[]) {
  return Reflect.apply(listen, this, onLoopback(given));
} as typeof listen;

// listen() and listen(callback) let the system choose a port; listen(port, …) and listen({ port }) name one. Any other
// call names a host, a path or an open socket, and is not changed.
function onLoopback([where, ...rest]: unknown[]): unknown[] {
  if (isOptions(where)) return [{ ...where, host }, ...rest];
  if (where === undefined || where === null) return [{ port: 0, host }, ...rest];
  if (typeof where === 'function') return [{ port: 0, host }, where, ...rest];
  if (!isPort(where) || typeof rest[0] === 'string') return [where, ...rest];
  const backlog = rest.find((argument) => typeof argument === 'number');
  const callback = rest.find((argument) => typeof argument === 'function');
  return [{ port: where, host, backlog }, callback];
}

function isOptions(where: unknown): where is object {
  return typeof where === 'object' && where !== null && 'port' in where && !('host' in where && where.host);
}

function isPort(where: unknown) {
  return typeof where === 'number' || (typeof where === 'string' && /^\d+$/.test(where));
}
