// Makes `npm start` and `npm test` work on a fresh clone: installs what package-lock.json names when
// node_modules does not hold it yet. CommonJS without dependencies, because it runs on the system's
// Node (>= 20) before the pinned one is installed.
//   node scripts/ensure-deps.cjs           install when needed
//   node scripts/ensure-deps.cjs --stamp   record that an install has just finished (npm's postinstall)
'use strict'
const { createHash } = require('node:crypto')
const { spawn } = require('node:child_process')
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

/** Resolves when everything is installed; exits this process if that fails or on a signal. */
function install() {
  if (isInstalled()) return Promise.resolve() // another process finished while this one waited
  process.stderr.write('Installing dependencies (once, about a minute) ...\n')
  // A separate process group: when this process gets a signal, npm and its children stop with it.
  const npm = spawn('npm', ['ci', '--loglevel=error', '--no-fund', '--no-audit'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    detached: process.platform !== 'win32',
  })
  let stoppedBy
  const onSignal = (signal) => {
    stoppedBy = signal
    if (npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, signal)
  }
  process.on('SIGTERM', onSignal).on('SIGINT', onSignal)
  return new Promise((resolve) => {
    npm.on('error', (error) => process.stderr.write(`npm could not be run: ${error.message}\n`))
    npm.on('close', (code) => {
      process.off('SIGTERM', onSignal).off('SIGINT', onSignal)
      if (code === 0) writeStamp()
      else if (stoppedBy)
        process.exitCode = stoppedBy === 'SIGINT' ? 130 : 143 // npm does not go on to the start
      else {
        process.stderr.write('npm ci failed; see its message above. Fix it, then run the same command again.\n')
        process.exitCode = code || 1
      }
      resolve()
    })
  })
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

// If two commands start at once on a fresh clone, the second waits for the first. A lock of a dead
// process is taken over.
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
  work().finally(() => fs.rmSync(lockDir, { recursive: true, force: true }))
}

function readPid(file) {
  try {
    return Number(fs.readFileSync(file, 'utf8'))
  } catch {
    return process.pid // being written right now: its owner is alive
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
