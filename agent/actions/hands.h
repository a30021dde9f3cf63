// SPDX-License-Identifier: GPL-3.0-or-later
// What an action has to look at its host and to change it. Everything that it does ends up in the transcript.
#pragma once
#include "agent/actions/command.h"
#include "agent/protocol/frames.h"
#include "agent/protocol/operations.h"

namespace agent {

struct Places {
    std::string sysroot{}; ///< before /proc, /sys, /etc, /dev and mount points; empty on a real host
    std::string tools{};   ///< directory in which tools are looked for first
    std::string tag{};     ///< see CommandRules::tag
    std::string state{};   ///< the agent's own directory, not below the sysroot; empty: nothing is remembered
};

/// Told what happens while it happens. In the worker process.
class Audience {
public:
    virtual ~Audience() = default;
    virtual void progressed(double fraction, const std::string &line) = 0;
    virtual void printed(const char *stream, const std::string &text) = 0;
    virtual void recorded(const protocol::Transcript &transcript) = 0;
};

class Hands {
public:
    Hands(Places places, Audience &audience, double deadline, const volatile std::sig_atomic_t *cancelled)
        : m_places(std::move(places)), m_audience(audience), m_deadline(deadline), m_cancelled(cancelled) { }

    /// The tool's end, whatever its exit code. ToolMissing, TimedOut or Cancelled are errors.
    /// `insisting`: also after a cancel, and half a minute beyond the time limit.
    protocol::Result<protocol::Transcript> run(const protocol::Operation &operation, bool insisting = false);
    /// From now on this text is taken out of whatever a tool prints.
    void hide(const std::string &secret) { m_hidden.push_back(secret); }
    /// File operations, below the sysroot. Their effect being there already is success, and noted.
    /// `secret`: the bytes of a file whose operation names one; they stand in no transcript.
    protocol::Result<> apply(const protocol::Operation &operation, const std::string *secret = nullptr);
    /// Something of the agent's own to remember from one verb to the next (what it opened, what it found before a change).
    protocol::Json kept(const std::string &name) const;
    protocol::Result<> keep(const std::string &name, const protocol::Json &value);
    /// An operation that is not needed, and why.
    void skip(const protocol::Operation &operation, const std::string &note);
    /// Reading tools all at once, without transcript; exit code 127 where one is missing.
    std::vector<CommandResult> ask(const std::vector<std::vector<std::string>> &commands);
    /// A reading tool whose output is taken piece by piece until `take` says false or `seconds` are over; then it is ended.
    CommandResult stream(const std::vector<std::string> &argv, double seconds, const std::function<bool(std::string_view)> &take);
    /// One tool looked for; empty when it is not installed. Below a sysroot only the tools directory has any: what is not
    /// simulated must not be done to the machine that simulates.
    std::string find(const std::string &tool) const;

    std::string path(const std::string &path) const { return m_places.sysroot + path; }
    /// Nothing when it cannot be read; up to 16 MiB.
    std::optional<std::string> readFile(const std::string &path) const;
    std::vector<std::string> list(const std::string &directory) const;
    bool exists(const std::string &path) const;
    /// Says when a file was last changed and which one it is: another text whenever it is another file. Empty: there is none.
    std::string stampOf(const std::string &path) const;
    double deadline() const { return m_deadline; }
    bool cancelled() const { return m_cancelled && *m_cancelled; }
    /// What a symbolic link below the sysroot points to, as a path of the host: "/dev/sda". Empty when it is none.
    std::string resolved(const std::string &path) const;
    void progress(double fraction, const std::string &line) { m_audience.progressed(fraction, line); }

private:
    CommandRules rules() const;
    void record(const protocol::Transcript &transcript) { m_audience.recorded(transcript); }
    Places m_places;
    Audience &m_audience;
    double m_deadline;
    const volatile std::sig_atomic_t *m_cancelled;
    std::vector<std::string> m_hidden{};
};

} // namespace agent
