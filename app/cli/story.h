// SPDX-License-Identifier: GPL-3.0-or-later
// The demonstration as a story in the terminal: what a newcomer would click, one stage after the other.
#pragma once
#include "app/cli/runner.h"
#include "app/cli/session.h"

#include <QObject>
#include <chrono>

namespace cli {

class Story : public QObject {
    Q_OBJECT
public:
    /// `then` gets whether every stage ended well.
    Story(Session &session, Output output, std::function<void(bool)> then, QObject *parent);
    void start();

private:
    using Next = std::function<void()>;
    struct Stage {
        std::string title;
        std::function<void(Next)> act;
    };

    void nextStage();
    void fail(const std::string &why);
    /// Plans the command, prints the plan, runs it, and goes on when it is done.
    void change(const std::vector<std::string> &command, Next next);
    /// Goes on as soon as `holds` is true of the World; fails with `what` after a minute and a half.
    void until(const std::string &what, std::function<bool(const inventory::World &)> holds, Next next);
    void showFilesystem(Next next);
    void breakServer(Next next);
    void bootServer(Next next);
    std::vector<Stage> stages();

    Session &m_session;
    Output m_output;
    std::function<void(bool)> m_then;
    std::vector<Stage> m_stages;
    std::size_t m_next = 0;
    std::string m_victim{}; ///< the server whose power is pulled
    std::int64_t m_startedAt = 0;
};

} // namespace cli
