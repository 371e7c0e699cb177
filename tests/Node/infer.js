// Runs requests of the inference protocol and prints what comes back, as JSON. Everything that it knows of the server is in the
// definition that it is given: node infer.js DEFINITION.proto ADDRESS [KEY] < requests.json
//
// {"stream": false, "requests": [{"model", "id", "parameters", "inputs": [{"name", "datatype", "shape", "values"}], "outputs", "raw"}]}
// -> [{"id", "version", "end", "outputs": {"NAME": {"datatype", "shape", "values"}}} or {"id", "error", "code"}]
import { readFileSync } from "node:fs";
import { loadSync } from "@grpc/proto-loader";
import { credentials, loadPackageDefinition, Metadata } from "@grpc/grpc-js";

const [definition, address, key] = process.argv.slice(2);
const loaded = loadSync(definition, { keepCase: true, longs: String, defaults: true, oneofs: true });
const { GRPCInferenceService } = loadPackageDefinition(loaded).inference;
const client = new GRPCInferenceService(address, credentials.createInsecure());

const metadata = new Metadata();
if (key) {
  metadata.set("authorization", `Bearer ${key}`);
}

const fields = { BYTES: "bytes_contents", INT32: "int_contents", INT64: "int64_contents", FP32: "fp32_contents" };
const sizes = { INT32: 4, INT64: 8, FP32: 4 };

function parameter(value) {
  if (typeof value === "boolean") {
    return { bool_param: value };
  }

  if (typeof value === "string") {
    return { string_param: value };
  }

  return Number.isInteger(value) ? { int64_param: String(value) } : { double_param: value };
}

function encode({ datatype, values }) {
  if (datatype === "BYTES") {
    return Buffer.concat(values.flatMap((value) => {
      const text = Buffer.from(value, "utf8");
      const length = Buffer.alloc(4);
      length.writeUInt32LE(text.length);
      return [length, text];
    }));
  }

  const bytes = Buffer.alloc(values.length * sizes[datatype]);
  values.forEach((value, index) => {
    const place = index * sizes[datatype];
    if (datatype === "FP32") {
      bytes.writeFloatLE(value, place);
    } else if (datatype === "INT32") {
      bytes.writeInt32LE(value, place);
    } else {
      bytes.writeBigInt64LE(BigInt(value), place);
    }
  });
  return bytes;
}

function decode(datatype, bytes) {
  const values = [];
  if (datatype === "BYTES") {
    for (let place = 0; place < bytes.length;) {
      const length = bytes.readUInt32LE(place);
      values.push(bytes.toString("utf8", place + 4, place + 4 + length));
      place += 4 + length;
    }

    return values;
  }

  for (let place = 0; place < bytes.length; place += 4) {
    values.push(bytes.readFloatLE(place));
  }

  return values;
}

function toMessage({ model, version = "", id = "", parameters = {}, inputs = [], outputs = [], raw = false }) {
  return {
    model_name: model,
    model_version: version,
    id,
    parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, parameter(value)])),
    inputs: inputs.map((input) => ({
      name: input.name,
      datatype: input.datatype,
      shape: input.shape,
      contents: raw ? null : {
        [fields[input.datatype]]: input.datatype === "BYTES" ? input.values.map((value) => Buffer.from(value, "utf8")) : input.values,
      },
    })),
    outputs: outputs.map((name) => ({ name })),
    raw_input_contents: raw ? inputs.map(encode) : [],
  };
}

function toAnswer(response) {
  const isRaw = response.raw_output_contents.length > 0;
  return {
    id: response.id,
    version: response.model_version,
    end: response.parameters.sequence_end?.bool_param,
    raw: isRaw,
    outputs: Object.fromEntries(response.outputs.map((output, index) => [output.name, {
      datatype: output.datatype,
      shape: output.shape.map(Number),
      values: isRaw
        ? decode(output.datatype, response.raw_output_contents[index])
        : output.contents[fields[output.datatype]].map((value) => (output.datatype === "BYTES" ? value.toString("utf8") : value)),
    }])),
  };
}

function call(method, message) {
  return new Promise((resolve, reject) => client[method](message, metadata, (error, response) => (error ? reject(error) : resolve(response))));
}

async function runOneByOne(requests) {
  const answers = [];
  for (const request of requests) {
    try {
      answers.push(toAnswer(await call("ModelInfer", toMessage(request))));
    } catch (error) {
      answers.push({ id: request.id, error: error.details, code: error.code, name: error.metadata?.get("rnn-code")[0] });
    }
  }

  return answers;
}

function runStream(requests) {
  return new Promise((resolve, reject) => {
    const answers = [];
    const stream = client.ModelStreamInfer(metadata);
    stream.on("data", ({ error_message: error, infer_response: response }) =>
      answers.push(error ? { id: response.id, error } : toAnswer(response)));
    stream.on("error", reject);
    stream.on("end", () => resolve(answers));
    requests.forEach((request) => stream.write(toMessage(request)));
    stream.end();
  });
}

async function describe(models) {
  const server = await call("ServerMetadata", {});
  const { live } = await call("ServerLive", {});
  const { ready } = await call("ServerReady", {});
  const described = {};
  for (const name of models) {
    described[name] = { ...await call("ModelMetadata", { name }), ...await call("ModelReady", { name }) };
  }

  return { server, live, ready, models: described };
}

const { stream, requests, models } = JSON.parse(readFileSync(0, "utf8"));
const result = models ? await describe(models) : await (stream ? runStream : runOneByOne)(requests);
console.log(JSON.stringify(result));
client.close();
