// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/link/parser.h"

#include <QCoreApplication>
#include <QPointer>
#include <memory>
#include <poll.h>

namespace agentlink {

Parser &Parser::shared()
{
    static QPointer<Parser> parser;
    if (!parser)
        parser = new Parser(QCoreApplication::instance());
    return *parser;
}

Parser::Parser(QObject *parent) : QObject(parent), m_notifier(m_out.descriptor(), QSocketNotifier::Read)
{
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] {
        const QPointer<Parser> alive = this;
        for (const auto &task : m_out.take())
            if (alive)
                task();
    });
    m_thread = std::thread([this] {
        while (!m_over) {
            pollfd wait {m_in.descriptor(), POLLIN, 0};
            poll(&wait, 1, -1);
            for (auto &task : m_in.take())
                if (!m_over)
                    task();
        }
    });
}

Parser::~Parser()
{
    m_in.post([this] { m_over = true; });
    m_thread.join();
}

void Parser::parse(std::string text, Then then)
{
    m_in.post([this, text = std::make_shared<std::string>(std::move(text)), then = std::move(then)] {
        auto made = std::make_shared<protocol::Json>(protocol::parseJson(*text));
        text->clear();
        m_out.post([made = std::move(made), then] { then(std::move(*made)); });
    });
}

} // namespace agentlink
