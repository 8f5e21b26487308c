import assert from 'node:assert/strict'
import { globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, before, suite, test } from 'node:test'
import { serviceNames } from '../../host/services.ts'
import { root } from '../parts/program.ts'
import { type Environment, placesOf, strangers, understood } from './told.ts'
import { complaintsOf, lacking, renderKubernetes } from './tools.ts'

/** What of an object is looked at; there is far more. */
interface Manifest {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string }
  // biome-ignore lint/suspicious/noExplicitAny: each kind has its own shape, which the schemas check
  readonly spec?: any
  readonly data?: Environment
}

const folder = join(root, 'deploy/kubernetes')
const files = globSync('**/*.yaml', { cwd: folder })
const temporary = mkdtempSync(join(tmpdir(), 'kubernetes-'))
after(() => rmSync(temporary, { recursive: true }))

const platformFile = {
  storage: 'mysql://cangqiong:CHANGE-ME@mariadb:3306',
  events: 'amqp://cangqiong:CHANGE-ME@rabbitmq:5672',
}
/** Longest stop of a process, s: kit/lifecycle/signals.ts. */
const stopSeconds = 10

const skip = lacking('go') ?? false

suite('the manifests as kubectl sends them', { skip }, () => {
  let services: readonly Manifest[] = []
  let carriers: readonly Manifest[] = []
  before(async () => {
    services = (await renderKubernetes(folder)) as Manifest[]
    carriers = (await renderKubernetes(join(folder, 'carriers'))) as Manifest[]
  })

  const get = (kind: string, name: string): Manifest =>
    services.find((each) => each.kind === kind && each.metadata.name === name) ??
    assert.fail(`no ${kind} ${name}`)
  const podOf = (name: string) => get('Deployment', name).spec.template
  const environment = (): Environment =>
    services.find(({ metadata }) => metadata.name.startsWith('environment-'))?.data ?? {}

  test('all lies in one namespace', () => {
    for (const { kind, metadata } of [...services, ...carriers])
      if (kind !== 'Namespace') assert.equal(metadata.namespace, 'cangqiong', `${kind} ${metadata.name}`)
  })

  test('there is a Deployment for each service and no other', () => {
    const deployed = services.filter(({ kind }) => kind === 'Deployment').map(({ metadata }) => metadata.name)
    assert.deepEqual(deployed.sort(), [...serviceNames].sort())
  })

  for (const name of serviceNames) {
    test(`${name}: its process understands what it is told, and runs that service`, () => {
      const [{ args, env, envFrom }] = podOf(name).spec.containers
      assert.deepEqual(
        env.map((each: { name: string; valueFrom: { fieldRef: { fieldPath: string } } }) => [
          each.name,
          each.valueFrom.fieldRef.fieldPath,
        ]),
        [
          ['SERVICE', "metadata.labels['app.kubernetes.io/name']"],
          ['POD_IP', 'status.podIP'],
        ],
      )
      assert.match(envFrom[0].configMapRef.name, /^environment-/)
      const labels = podOf(name).metadata.labels
      const filled = args.map((arg: string) =>
        arg.replace('$(SERVICE)', labels['app.kubernetes.io/name']).replace('$(POD_IP)', '10.1.2.3'),
      )
      const { options } = understood({ args: filled, env: environment(), platformFile })
      assert.deepEqual([options.profile, options.topology], ['production', { wire: 'grpc', here: [name] }])
      assert.deepEqual([options.listen, options.advertise], ['0.0.0.0:7000', '10.1.2.3'])
      assert.equal(options.platformFile, join(options.dataDir, 'platform.json'))
    })

    test(`${name}: it is asked whether it is up, can work and answers, where it listens`, () => {
      const [{ ports, startupProbe, readinessProbe, livenessProbe }] = podOf(name).spec.containers
      const asked = name === 'gateway' ? 'httpGet' : 'grpc'
      for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
        const { port } = probe[asked]
        assert.ok(
          ports.some((each: { name: string; containerPort: number }) =>
            [each.name, each.containerPort].includes(port),
          ),
        )
      }
      // A database that is away must not have processes restarted.
      const shallow = name === 'gateway' ? { path: '/livez', port: 'http' } : { port: 7000, service: 'livez' }
      assert.deepEqual([startupProbe[asked], livenessProbe[asked]], [shallow, shallow])
      assert.deepEqual(
        readinessProbe[asked],
        name === 'gateway' ? { path: '/readyz', port: 'http' } : { port: 7000 },
      )
    })

    test(`${name}: it may nothing and writes nothing`, () => {
      const { securityContext, automountServiceAccountToken, containers, volumes } = podOf(name).spec
      assert.equal(automountServiceAccountToken, false)
      assert.deepEqual([securityContext.runAsNonRoot, securityContext.runAsUser], [true, 10_001])
      assert.deepEqual(securityContext.seccompProfile, { type: 'RuntimeDefault' })
      for (const container of containers) {
        const { allowPrivilegeEscalation, readOnlyRootFilesystem, capabilities } = container.securityContext
        assert.deepEqual([allowPrivilegeEscalation, readOnlyRootFilesystem], [false, true])
        assert.deepEqual(capabilities, { drop: ['ALL'] })
        assert.ok(container.resources.requests.memory && container.resources.limits.memory)
      }
      assert.ok(!JSON.stringify(volumes).includes('hostPath'))
    })

    test(`${name}: it is replaced one by one, with time to go in peace, and never all at once`, () => {
      const { strategy } = get('Deployment', name).spec
      assert.deepEqual(strategy.rollingUpdate, { maxUnavailable: 0, maxSurge: 1 })
      const { terminationGracePeriodSeconds, containers } = podOf(name).spec
      const pause = containers[0].lifecycle.preStop.sleep.seconds
      assert.ok(terminationGracePeriodSeconds > pause + stopSeconds)
      const { spec } = get('PodDisruptionBudget', name)
      assert.deepEqual([spec.maxUnavailable, spec.selector], [1, get('Deployment', name).spec.selector])
      assert.deepEqual(podOf(name).metadata.labels['app.kubernetes.io/name'], name)
    })

    test(`${name}: there are two of it at least`, () => {
      const { replicas } = get('Deployment', name).spec
      // Where their number follows the load, nothing else may say it.
      if (replicas === undefined) assert.ok(get('HorizontalPodAutoscaler', name).spec.minReplicas >= 2)
      else
        assert.ok(
          replicas >= 2 &&
            !services.some(({ kind, metadata }) => kind.startsWith('Horiz') && metadata.name === name),
        )
    })
  }

  test('what grows with the load follows the processor time of its own Deployment', () => {
    for (const name of ['gateway', 'order', 'catalog']) {
      const { scaleTargetRef, metrics } = get('HorizontalPodAutoscaler', name).spec
      assert.deepEqual([scaleTargetRef.name, metrics[0].resource.name], [name, 'cpu'])
      assert.ok(podOf(name).spec.containers[0].resources.requests.cpu)
    }
  })

  test('no variable is a stranger to us', () => {
    assert.ok(Object.keys(environment()).length > 5)
    assert.deepEqual(strangers(environment()), [])
  })

  test('what processes lean on is a Service of the carriers, at its port', () => {
    const args = ['--profile=production']
    const { platform } = understood({ args, env: environment(), platformFile })
    const served = carriers.filter(({ kind }) => kind === 'Service')
    const places = served.map(({ metadata, spec }) => `${metadata.name}:${spec.ports[0].port}`)
    assert.deepEqual([...placesOf(platform)].sort(), places.sort())
  })

  test('nobody is let in or out but whom a policy names', () => {
    const { spec } = get('NetworkPolicy', 'nobody')
    assert.deepEqual(spec, { podSelector: {}, policyTypes: ['Ingress', 'Egress'] })
    const reached = get('NetworkPolicy', 'carriers').spec
    const label = (component: string) => ({ matchLabels: { 'app.kubernetes.io/component': component } })
    assert.deepEqual(reached.podSelector, label('carrier'))
    assert.deepEqual(reached.ingress, [{ from: [{ podSelector: label('service') }] }])
    for (const name of serviceNames)
      assert.equal(podOf(name).metadata.labels['app.kubernetes.io/component'], 'service')
    for (const {
      kind,
      spec: { template },
    } of carriers.filter((each) => each.kind === 'StatefulSet'))
      assert.equal(template.metadata.labels['app.kubernetes.io/component'], 'carrier', kind)
  })

  test('the world comes in by the gateway', () => {
    const ingresses = services.filter(({ kind }) => kind === 'Ingress')
    const [{ http }] = ingresses[0]?.spec.rules ?? []
    assert.deepEqual([ingresses.length, http.paths[0].backend.service.name], [1, 'gateway'])
    const { selector, ports } = get('Service', 'gateway').spec
    assert.deepEqual([selector, ports[0].targetPort], [{ 'app.kubernetes.io/name': 'gateway' }, 'http'])
  })

  test('no secret is sent along', () => {
    assert.deepEqual(
      [...services, ...carriers].filter(({ kind }) => kind === 'Secret'),
      [],
    )
  })
})

suite('the schemas of Kubernetes', { skip: lacking('go', 'python3') ?? false }, () => {
  const isWhole = (file: string) => !/^(kustomization|every-.*)\.yaml$/.test(basename(file))

  test('every manifest that is no patch holds as it stands', async () => {
    const whole = files.filter(isWhole)
    assert.ok(whole.length > 15)
    assert.equal(await complaintsOf(whole.map((file) => join(folder, file))), '')
  })

  test('what is sent holds, patches and all', async () => {
    const sent = await Promise.all([folder, join(folder, 'carriers')].map((each) => renderKubernetes(each)))
    const file = join(temporary, 'sent.yaml')
    writeFileSync(file, (sent.flat() as Manifest[]).map((each) => JSON.stringify(each)).join('\n---\n'))
    assert.equal(await complaintsOf([file]), '')
  })

  const pod = (container: string) =>
    `{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${container} }`
  const broken = {
    'a misspelt key': pod('{ containers: [{ name: a, imagePullPolcy: Always }] }'),
    'a word for a number': pod('{ priority: two, containers: [{ name: a }] }'),
    'a kind nobody knows': '{ apiVersion: example.com/v1, kind: Pot, metadata: { name: a } }',
  }
  for (const [what, text] of Object.entries(broken))
    test(`${what} is not taken`, async () => {
      const file = join(temporary, 'broken.yaml')
      writeFileSync(file, text)
      assert.notEqual(await complaintsOf([file]), '')
    })
})
