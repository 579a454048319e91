using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "bundle.js")],
  bindings = [(name = "SIGNING_SECRET", fromEnvironment = "SIGNING_SECRET")],
  compatibilityDate = "2026-01-01",
);
