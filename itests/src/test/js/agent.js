// SPDX-License-Identifier: Apache-2.0
// Logs in to a controller as an agent, with the client library that Juju's own web console uses.
import { readFileSync } from "node:fs";
import { Connection, connect } from "@canonical/jujulib";
import AdminV3 from "@canonical/jujulib/dist/api/facades/admin/AdminV3.js";
import ProvisionerV11 from "@canonical/jujulib/dist/api/facades/provisioner/ProvisionerV11.js";
import WebSocket from "ws";
import { parse } from "yaml";

/** The content of an agent.conf. */
export function readAgentConf(file) {
  return parse(readFileSync(file, "utf8"));
}

/** A WebSocket class that trusts the controller's own authority only. The library hands it nothing but the URL. */
function trusting(caCertificate) {
  return class extends WebSocket {
    constructor(url) {
      super(url, { ca: caCertificate, servername: "juju-apiserver" });
    }
  };
}

/** An open connection to the model of an agent.conf, not logged in. */
async function dial(conf) {
  const model = conf.model.replace(/^model-/, "");
  const url = `wss://${conf.apiaddresses[0]}/model/${model}/api`;
  return connect(url, { wsclass: trusting(conf.cacert), facades: [], closeCallback: () => {} });
}

/**
 * A connection logged in as the agent of an agent.conf. The library's own login is for users, so the Admin facade is
 * called directly and the connection is made from what it answers.
 */
export async function loginAsAgent(conf) {
  const client = await dial(conf);
  const transport = client._transport;
  const admin = new AdminV3(transport, {});
  try {
    const answer = await admin.login({
      "auth-tag": conf.tag,
      credentials: conf.apipassword,
      nonce: conf.nonce,
      "client-version": "4.0-beta5",
      "user-data": "",
    });
    const connection = new Connection(transport, [ProvisionerV11], answer);
    connection.answer = answer;
    connection.close = () => transport.close();
    return connection;
  } catch (error) {
    transport.close();
    throw error;
  }
}

/**
 * The answer to a request that the library cannot make: its watcher facades send no id. Rejects with the text of the error;
 * the library drops the code.
 */
export function request(connection, type, version, method, id) {
  return new Promise((resolve, reject) => {
    connection.transport.write({ type, version, request: method, id, params: {} }, resolve, reject);
  });
}

/** The whole reply to a request, error code included, which the library would drop. */
export function rawReply(connection, message) {
  return new Promise((resolve) => {
    const socket = connection.transport._ws;
    const handled = socket.onmessage;
    // Numbers as high as these are never reached by the library's own counter.
    const id = 1_000_000 + Math.floor(Math.random() * 1_000_000);
    socket.onmessage = (event) => {
      const reply = JSON.parse(event.data);
      if (reply["request-id"] === id) {
        socket.onmessage = handled;
        resolve(reply);
      } else {
        handled(event);
      }
    };
    socket.send(JSON.stringify({ "request-id": id, ...message }));
  });
}
