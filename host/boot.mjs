// The first step of every command. Plain JavaScript for Node 18 and later, without imports from npm: it runs
// before anything is installed. It installs what is missing, then starts Node 24 on the command's file.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const nodeLeast = [24, 11]
const marker = join(root, 'node_modules', '.cangqiong-installed')
const lock = join(root, '.cache', 'installing')
/** Halves the time a process takes to load our sources; whatever it starts in turn uses it too. */
const compiled = join(root, '.cache', 'compiled')
/** A slow line may need minutes; a process id that was given to someone else must not hold us for ever. */
const waitMostMs = 15 * 60_000
const commandsFolder = join(root, 'host', 'commands')

/** Where a command lives when it is not host/commands/<name>.ts. */
const files = {
  start: 'host/start.ts',
  test: 'tests/run.ts',
  journeys: 'tests/journeys/run.ts',
  bench: 'bench/run.ts',
  plant: 'tests/defects/run.ts',
}
/** Commands that need the checkers too; all others get along with what `npm start` installs. */
const developing = ['test', 'journeys', 'bench', 'plant', 'contracts', 'client', 'format']

const [command = '', ...rest] = process.argv.slice(2)
process.exitCode = await main().catch((error) => {
  console.error(`cangqiong: ${error.message}`)
  return error.exitCode ?? 1
})

async function main() {
  if (!isKnown(command)) {
    console.error(`Commands: ${knownCommands().join(', ')}`)
    return 2
  }
  const installMs = await installOnce(developing.includes(command) ? 'all' : 'prod')
  return run(nodeOfEnoughAge(), ['--disable-warning=ExperimentalWarning', ...programOf(command), ...rest], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compiled, ...process.env, INSTALL_MS: String(installMs) },
  })
}

function isKnown(name) {
  return knownCommands().includes(name)
}

function knownCommands() {
  const ofHost = existsSync(commandsFolder) ? readdirSync(commandsFolder) : []
  const named = ofHost.filter((file) => /^[a-z-]+\.ts$/.test(file)).map((file) => file.slice(0, -3))
  const fixed = Object.keys(files).filter((name) => existsSync(join(root, files[name])))
  return [...fixed, 'format', ...named]
}

function programOf(name) {
  if (name === 'format') return [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '--write', '.']
  return [files[name] ? join(root, files[name]) : join(commandsFolder, `${name}.ts`)]
}

/** Installs unless these very package files were installed before. Answers the milliseconds it took. */
async function installOnce(wanted) {
  const startedAt = Date.now()
  if (isInstalled(wanted)) return 0
  await takeLock()
  try {
    if (isInstalled(wanted)) return Date.now() - startedAt
    const set = wanted === 'all' || readMarker().set === 'all' ? 'all' : 'prod'
    await install(set)
    writeFileSync(`${marker}.new`, JSON.stringify({ hash: hashOfPackages(), set }))
    renameSync(`${marker}.new`, marker)
  } finally {
    rmSync(lock, { force: true })
  }
  const tookMs = Date.now() - startedAt
  console.log(`Installed the packages in ${(tookMs / 1000).toFixed(1)} s`)
  return tookMs
}

function isInstalled(wanted) {
  const { hash, set } = readMarker()
  return hash === hashOfPackages() && (set === 'all' || set === wanted)
}

function readMarker() {
  return JSON.parse(unlessMissing(() => readFileSync(marker, 'utf8')) ?? '{}')
}

function hashOfPackages() {
  const hash = createHash('sha256')
  for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Only the words of a failed install are of interest to anyone. */
async function install(set) {
  console.log('Installing the packages (only the first time, or after they changed) …')
  const heard = []
  const which = set === 'all' ? '--include=dev' : '--omit=dev'
  const code = await run('npm', ['install', '--no-audit', '--no-fund', which], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: root,
    hear: (text) => heard.push(text),
  })
  if (code === 0) return
  if (code > 128) throw Object.assign(new Error('stopped while installing'), { exitCode: code })
  console.error(heard.join(''))
  throw new Error(`npm install failed with ${code}; is there a connection to the package registry?`)
}

/** One install at a time: waits while another runs, and takes over from one that died. */
async function takeLock() {
  mkdirSync(dirname(lock), { recursive: true })
  const startedAt = Date.now()
  while (!tryLock()) {
    if (Date.now() - startedAt > waitMostMs)
      throw new Error(`another install does not end; if none runs, remove ${lock}`)
    await sleep(200)
  }
}

function tryLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  const owner = Number(unlessMissing(() => readFileSync(lock, 'utf8')))
  if (owner && !isAlive(owner)) discardLockOf(owner)
  return false
}

/** Moved aside before it is removed, so that a lock someone took meanwhile is never the one that goes. */
function discardLockOf(owner) {
  const aside = `${lock}.${process.pid}`
  unlessMissing(() => renameSync(lock, aside))
  const moved = unlessMissing(() => readFileSync(aside, 'utf8'))
  if (Number(moved) === owner) rmSync(aside)
  else if (moved !== undefined) renameSync(aside, lock)
}

/** What `look` answers; undefined where the file is not, or no longer, there. */
function unlessMissing(look) {
  try {
    return look()
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
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

/** This Node when it is new enough, else the one that came as a package. */
function nodeOfEnoughAge() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > nodeLeast[0] || (major === nodeLeast[0] && minor >= nodeLeast[1])) return process.execPath
  const packaged = join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(packaged)) return packaged
  const advice = {
    darwin: 'Install Node 24 (nodejs.org).',
    win32: 'Use WSL (wsl --install) and start there.',
  }
  const hint = advice[process.platform] ?? 'Install Node 24.'
  throw new Error(`Node ${nodeLeast.join('.')} or later is needed, this is ${process.versions.node}. ${hint}`)
}

/** Runs a program, hands signals on, and answers its exit code (128 + number where a signal ended it). */
function run(program, args, { hear, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    const handOn = (signal) => child.kill(signal)
    for (const signal of signals) process.on(signal, handOn)
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      for (const name of signals) process.off(name, handOn)
      resolve(code ?? 128 + constants.signals[signal])
    })
  })
}
