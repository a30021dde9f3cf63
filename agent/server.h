// SPDX-License-Identifier: GPL-3.0-or-later
// The socket and the event loop around a Service.
#pragma once
#include "agent/actions/hands.h"
#include "agent/service.h"

namespace agent {

struct Options {
    std::string socket = "/run/chandelier/agent.sock";
    std::string state = "/var/lib/chandelier";
    Places places;
    double interval = 5;     ///< seconds between samples of figures, 1 to 60; 0: none are taken
    std::string prometheus{}; ///< unix:PATH or 127.0.0.1:PORT; empty: no endpoint
    bool local = false;      ///< of call: run it here, without an agent
    std::string args = "{}"; ///< of call
    std::vector<std::string> secrets{}; ///< of call: NAME=FILE, for the secrets that its arguments name
    std::vector<char *> command{}; ///< how this program was started, with a null at the end: agent.restart does it again
};

/// Serves until SIGTERM or SIGINT; the exit code. Steps that run go on without it.
int serve(const Options &options);

} // namespace agent
