// Runs the models of a folder, which MobileNetLine has left there, in onnxruntime-node and prints
// the table of all errors against libtorch. Fails where one is not below the bar.
//
//   node run_onnx.js FOLDER BAR
const fs = require('fs');
const path = require('path');
const ort = require('onnxruntime-node');

const folder = path.resolve(process.argv[2]);
const bar = Number(process.argv[3]);

function floats(file) {
  const bytes = fs.readFileSync(path.join(folder, file));
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice();
}

function largest(values) {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

async function error(model, input, shape, expected) {
  const session = await ort.InferenceSession.create(path.join(folder, model));
  const output = (await session.run({input: new ort.Tensor('float32', input, shape)})).output;
  const found = output.data;
  await session.release();
  if (found.length !== expected.length) {
    throw new Error(`${model}: ${found.length} outputs, not ${expected.length}`);
  }
  return largest(expected.map((value, i) => value - found[i])) / largest(expected);
}

(async () => {
  const rows = fs.readFileSync(path.join(folder, 'java.jsonl'), 'utf8').trim().split('\n');
  const all = [];
  console.log('| network | Java | Java, in slices | Node | Node, in slices |');
  console.log('|---|---|---|---|---|');
  for (const {network, shape, errors} of rows.map(JSON.parse)) {
    const input = floats(`${network}.input.f32`);
    const expected = floats(`${network}.output.f32`);
    for (const model of [`${network}.onnx`, `${network}-sliced.onnx`]) {
      errors.push(await error(model, input, shape, expected));
    }
    all.push(...errors);
    console.log(`| ${[network, ...errors.map((one) => one.toExponential(1))].join(' | ')} |`);
  }
  const passes = all.length > 0 && all.every((one) => one < bar);
  console.log(`\n${rows.length} networks, largest error ${Math.max(...all).toExponential(2)}`);
  process.exit(passes ? 0 : 1);
})();
