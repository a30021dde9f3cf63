// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/recoverybar.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QDateTime>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>
#include <array>

namespace pages {

namespace {

constexpr std::array<const char *, 5> recoveryMeasures{"recovery_clients", "recovery_connected", "recovery_completed", "recovery_evicted", "recovery_left"};
constexpr charts::Ms lookBack = 30'000;
constexpr int everyMs = 2000, barTop = 26, barHeight = 10;

} // namespace

bool isRecovering(const inventory::Target &target) { return target.recovery.starts_with("RECOVERING") || target.recovery.starts_with("WAITING"); }

charts::Question recoveryQuestion(const std::string &target, charts::Ms now)
{
    charts::Question question{{now - lookBack, now}, 15, {}};
    for (const char *measure : recoveryMeasures)
        question.terms.push_back({measure, target});
    return question;
}

RecoveryNow recoveryOf(const charts::Answer &answer)
{
    RecoveryNow now;
    const std::array<double *, 5> fields{&now.clients, &now.connected, &now.completed, &now.evicted, &now.left};
    for (const charts::Line &line : answer.lines)
        for (const charts::Bucket &bucket : line.buckets)
            if (bucket.known() && static_cast<std::size_t>(line.term) < fields.size())
                *fields[static_cast<std::size_t>(line.term)] = static_cast<double>(bucket.mean); // the last one stays
    return now;
}

QString recoveryText(const RecoveryNow &now)
{
    if (!now.known())
        return RecoveryBar::tr("Recovering; there are no figures of it yet.");
    const auto count = [](double n) { return QLocale().toString(static_cast<qlonglong>(std::max(0.0, n) + 0.5)); };
    QStringList parts{RecoveryBar::tr("Recovering: %1 of %2 clients connected").arg(count(now.connected), count(now.clients)), RecoveryBar::tr("%1 completed").arg(count(now.completed))};
    if (now.evicted >= 0)
        parts << RecoveryBar::tr("%1 evicted").arg(count(now.evicted));
    if (now.left >= 0)
        parts << RecoveryBar::tr("at most %1 left").arg(models::duration(static_cast<std::int64_t>(now.left * 1000)));
    return parts.join(QStringLiteral(", "));
}

RecoveryBar::RecoveryBar(shell::Desk &desk)
    : m_desk(desk)
    , m_text(new QLabel)
{
    setObjectName(QStringLiteral("target.recovery"));
    m_text->setObjectName(QStringLiteral("target.recovery.text"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, barHeight + 8);
    column->addWidget(m_text);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_again.setInterval(everyMs);
    connect(&m_again, &QTimer::timeout, this, &RecoveryBar::ask);
    hide();
}

void RecoveryBar::show(const inventory::Target &target)
{
    if (std::exchange(m_target, target.id) != target.id) {
        m_now = {};
        delete m_context;
        m_context = new QObject(this);
    }
    m_text->setText(recoveryText(m_now));
    setVisible(isRecovering(target));
    if (isVisible())
        ask();
}

void RecoveryBar::ask()
{
    charts::Source *source = m_desk.cluster().charts();
    if (source == nullptr || m_context == nullptr)
        return;
    source->ask(recoveryQuestion(m_target, source->end().value_or(QDateTime::currentMSecsSinceEpoch())), m_context, [this](const charts::Answer &answer) {
        m_now = recoveryOf(answer);
        m_text->setText(recoveryText(m_now));
        setAccessibleName(m_text->text());
        update();
    });
}

QSize RecoveryBar::sizeHint() const { return {320, barTop + barHeight + 6}; }

// Completed within connected within all; evicted from the right end.
void RecoveryBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const shell::theme::Colors &c = shell::theme::colors();
    const QRectF groove(0, height() - barHeight - 4, std::min(width(), 720), barHeight);
    const auto part = [&](double count) { return m_now.known() ? std::clamp(count / m_now.clients, 0.0, 1.0) * groove.width() : 0.0; };
    painter.setBrush(c.hairline);
    painter.drawRoundedRect(groove, 3, 3);
    QColor soft = c.working;
    soft.setAlphaF(0.45F);
    for (const auto &[colour, count] : {std::pair(soft, m_now.connected), std::pair(c.ok, m_now.completed)}) {
        painter.setBrush(colour);
        if (part(count) > 0)
            painter.drawRoundedRect(QRectF(groove.x(), groove.y(), std::max(6.0, part(count)), groove.height()), 3, 3);
    }
    if (part(m_now.evicted) > 0) {
        painter.setBrush(c.error);
        const double wide = std::max(4.0, part(m_now.evicted));
        painter.drawRoundedRect(QRectF(groove.right() - wide, groove.y(), wide, groove.height()), 3, 3);
    }
}

void RecoveryBar::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_again.start();
    ask();
}

void RecoveryBar::hideEvent(QHideEvent *event)
{
    m_again.stop();
    QWidget::hideEvent(event);
}

} // namespace pages
