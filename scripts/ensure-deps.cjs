// Makes `npm start` and `npm test` work on a fresh clone: installs what package-lock.json names when
// node_modules does not hold it yet. CommonJS without dependencies, because it runs on the system's
// Node (>= 20) before the pinned one is installed.
//   node scripts/ensure-deps.cjs           install when needed
//   node scripts/ensure-deps.cjs --stamp   record that an install has just finished (npm's postinstall)
'use strict'
const { createHash } = require('node:crypto')
const { spawnSync } = require('node:child_process')
const fs = require('node:fs')
const path = require('node:path')

const root = path.join(__dirname, '..')
const stampFile = path.join(root, 'node_modules', '.lock-hash')
const lockDir = path.join(root, '.install-lock')
const wanted = hashOfLockfile()

if (process.argv.includes('--stamp')) writeStamp()
else if (!isInstalled()) withInstallLock(install)

function isInstalled() {
  try {
    return fs.readFileSync(stampFile, 'utf8') === wanted
  } catch {
    return false
  }
}

function install() {
  if (isInstalled()) return // another process finished while this one waited
  process.stderr.write('Installing dependencies (once, about a minute) ...\n')
  const done = spawnSync('npm', ['ci', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (done.status !== 0) {
    process.stderr.write('npm ci failed; see its message above. Mend it, then run the same command again.\n')
    process.exit(done.status || 1)
  }
  writeStamp()
}

function writeStamp() {
  if (!fs.existsSync(path.dirname(stampFile))) return
  fs.writeFileSync(stampFile, wanted)
}

function hashOfLockfile() {
  const lock = fs.existsSync(path.join(root, 'package-lock.json'))
    ? fs.readFileSync(path.join(root, 'package-lock.json'))
    : ''
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex')
}

// Two commands started at once on a fresh clone: the second waits for the first. A lock whose owner
// has died is taken over.
function withInstallLock(work) {
  const ownerFile = path.join(lockDir, 'pid')
  for (;;) {
    try {
      fs.mkdirSync(lockDir)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isAlive(readPid(ownerFile))) fs.rmSync(lockDir, { recursive: true, force: true })
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
    }
  }
  fs.writeFileSync(ownerFile, String(process.pid))
  try {
    work()
  } finally {
    fs.rmSync(lockDir, { recursive: true, force: true })
  }
}

function readPid(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8'))
  } catch {
    return process.pid // being written this moment: its owner is alive
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
