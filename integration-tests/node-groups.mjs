// Which groups OpenSSL 3.5, as Node 24 and later have it, agrees on with ours: node integration-tests/node-groups.mjs
//
// Prints a line for each meeting and ends with 1 if one went otherwise than it should. Needs nothing but Node and the
// checkout, whose sennit command it starts; what it writes is in a directory of its own, and gone afterwards.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import tls from 'node:tls';

const [major, minor] = process.versions.openssl.split('.').map(Number);
if (major < 3 || (major === 3 && minor < 5)) {
  console.error(`node-groups: this is Node ${process.versions.node} with OpenSSL ${process.versions.openssl}; ML-KEM wants`
    + ' OpenSSL 3.5 or later, which Node has from 24 on');
  process.exit(2);
}

const sennit = path.resolve(import.meta.dirname, '..', 'sennit');
const folder = mkdtempSync(path.join(tmpdir(), 'node-groups-'));
const trust = path.join(folder, 'certs', 'ca.pem');
const limit = 120_000; // the command may have to be built first
let failed = 0;

function report(meeting, wanted, seen) {
  const good = seen === wanted;
  failed += good ? 0 : 1;
  console.log(`${good ? 'ok    ' : 'FAILED'} ${meeting}: ${seen}${good ? '' : `, not ${wanted}`}`);
}

/** Starts the command and waits for a line that matches; answers the match and what ends it. */
async function started(line, ...words) {
  const child = spawn(sennit, words, { cwd: folder });
  let text = '';
  const found = new Promise((resolve, reject) => {
    const timer = setTimeout(() => { child.kill(); reject(new Error(`no ${line} within ${limit} ms in:\n${text}`)); }, limit);
    const hear = data => {
      text += data;
      const match = line.exec(text);
      if (match) { clearTimeout(timer); resolve(match); }
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', () => { clearTimeout(timer); reject(new Error(`no ${line} in:\n${text}`)); });
  });
  return { match: await found, end: async () => { if (child.exitCode === null) { child.kill(); await once(child, 'exit'); } } };
}

/** Calls a server of ours in these groups, and answers what was agreed on and that a line came back. */
function call(port, groups) {
  return new Promise(resolve => {
    const socket = tls.connect({
      host: '127.0.0.1', port, servername: 'localhost', ca: readFileSync(trust), ecdhCurve: groups, minVersion: 'TLSv1.3',
    }, () => socket.write('ahoy\n'));
    const agreed = () => socket.getEphemeralKeyInfo()?.name;
    socket.on('data', data => { resolve(`${socket.getProtocol()} ${agreed()} ${data.toString().trim()}`); socket.end(); });
    socket.on('error', error => resolve(`refused, ${error.code}`));
  });
}

/** Serves in these groups, has our command look, and answers what that saw. */
async function serve(groups) {
  const certs = path.join(folder, 'certs');
  const server = tls.createServer({
    cert: readFileSync(path.join(certs, 'localhost.pem')), key: readFileSync(path.join(certs, 'localhost.key')),
    ecdhCurve: groups, minVersion: 'TLSv1.3',
  }, socket => socket.on('error', () => {}).resume());
  server.on('tlsClientError', () => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `tls:localhost:${server.address().port}:trust=${trust}`;
  const { match, end } = await started(/TLS: (\S+), \S+, (\S+)|alert (\w+)/, 'certs', 'show', endpoint);
  await end();
  server.close();
  return match[3] ? `refused, ${match[3]}` : `${match[1]} ${match[2]}`;
}

let ours;
try {
  console.log(`Node ${process.versions.node}, OpenSSL ${process.versions.openssl}`);
  ours = await started(/127\.0\.0\.1:(\d+)/, 'serve', 'echo', 'tls:0:interface=127.0.0.1');
  const port = Number(ours.match[1]);
  report('they call with all that they have', 'TLSv1.3 X25519MLKEM768 ahoy', await call(port, 'auto'));
  report('they call with X25519MLKEM768', 'TLSv1.3 X25519MLKEM768 ahoy', await call(port, 'X25519MLKEM768'));
  report('they call with X25519', 'TLSv1.3 X25519 ahoy', await call(port, 'X25519'));
  report('they call with P-256', 'TLSv1.3 prime256v1 ahoy', await call(port, 'P-256'));
  report('they call with P-521', 'refused, ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', await call(port, 'P-521'));
  report('they serve X25519MLKEM768', 'TLSv1.3 X25519MLKEM768', await serve('X25519MLKEM768'));
  report('they serve X25519', 'TLSv1.3 x25519', await serve('X25519'));
  report('they serve P-256', 'TLSv1.3 secp256r1', await serve('P-256'));
  report('they serve SecP256r1MLKEM768', 'refused, handshake_failure', await serve('SecP256r1MLKEM768'));
} catch (error) {
  failed++;
  console.error(`node-groups: ${error.message}`);
} finally {
  await ours?.end();
  rmSync(folder, { recursive: true });
}
process.exit(failed ? 1 : 0);
