// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/freespace.h"

#include "app/models/words.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QBoxLayout>
#include <QLocale>

namespace pages {

namespace {

constexpr std::uint64_t wholeWrite = 1 << 20; ///< what a client sends at once since Lustre 1; smaller pieces cut it

std::vector<double> bytesOfPieces(const protocol::Json &value)
{
    const double block = static_cast<double>(protocol::numberOf(value, "blockSize"));
    std::vector<double> bytes;
    for (const protocol::Json &count : protocol::member(value, "pieces"))
        bytes.push_back(count.is_number() ? count.get<double>() * block * std::exp2(static_cast<double>(bytes.size())) : 0);
    return bytes;
}

} // namespace

charts::Answer freeSpaceAnswer(const protocol::Json &value)
{
    charts::Answer answer;
    answer.count = 1;
    std::uint64_t size = static_cast<std::uint64_t>(protocol::numberOf(value, "blockSize"));
    for (const double bytes : bytesOfPieces(value)) {
        answer.lines.push_back({std::to_string(size), QString::number(size), 0, {charts::bucketOf(bytes)}});
        size *= 2;
    }
    return answer;
}

QString freeSpaceText(const protocol::Json &value)
{
    const std::vector<double> bytes = bytesOfPieces(value);
    double all = 0, large = 0, size = static_cast<double>(protocol::numberOf(value, "blockSize"));
    for (const double each : bytes) {
        all += each;
        large += size >= static_cast<double>(wholeWrite) ? each : 0;
        size *= 2;
    }
    QString text = all <= 0 ? FreeSpace::tr("Nothing is free.")
                            : FreeSpace::tr("%1 % of the %2 that are free lie in pieces of 1 MiB or more; what is written into smaller ones is cut.")
                                  .arg(QLocale().toString(100 * large / all, 'f', large < all && large / all > 0.995 ? 1 : 0), models::size(static_cast<std::uint64_t>(all)));
    const auto groups = protocol::numberOf(value, "groups"), every = protocol::numberOf(value, "allGroups");
    if (groups < every)
        text += QLatin1Char(' ') + FreeSpace::tr("Of %1 block groups %2 were read.").arg(QLocale().toString(static_cast<qlonglong>(every)), QLocale().toString(static_cast<qlonglong>(groups)));
    if (const auto unread = protocol::numberOf(value, "unread"); unread > 0)
        text += QLatin1Char(' ') + FreeSpace::tr("The maps of %n groups could not be read from the disk.", nullptr, static_cast<int>(unread));
    if (const auto damaged = protocol::numberOf(value, "damaged"); damaged > 0)
        text += QLatin1Char(' ') + FreeSpace::tr("The kernel calls the maps of %n groups damaged: e2fsck is due.", nullptr, static_cast<int>(damaged));
    return text;
}

FreeSpace::FreeSpace(shell::Desk &desk)
    : m_desk(desk)
    , m_state(shell::dimLabel())
    , m_read(shell::button(QStringLiteral("target.freespace"), tr("Read the map"), QStringLiteral("refresh-cw")))
    , m_chart(new charts::Histogram(m_axis, charts::Unit::Bytes, charts::Unit::Bytes))
{
    setObjectName(QStringLiteral("target.freespace.part"));
    m_state->setObjectName(QStringLiteral("target.freespace.state"));
    m_state->setWordWrap(true);
    m_chart->setObjectName(QStringLiteral("target.freespace.chart"));
    m_chart->setAccessibleName(tr("Free space by size of piece"));
    m_chart->setTerms({{"free", {}, "size", tr("Free")}});
    m_chart->setFixedHeight(150);
    m_chart->hide();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    auto *head = new QHBoxLayout;
    head->addWidget(shell::label(tr("Pieces of free space"), shell::theme::section()));
    head->addSpacing(8);
    head->addWidget(m_state, 1);
    head->addWidget(m_read);
    column->addLayout(head);
    column->addWidget(m_chart);
    connect(m_read, &QPushButton::clicked, this, &FreeSpace::read);
}

void FreeSpace::setTarget(const std::string &label, const std::string &server, const QString &why)
{
    if (label != m_label) {
        delete m_context;
        m_context = new QObject(this);
        m_label = label;
        m_reading = false;
        m_chart->hide();
        m_state->setText(tr("Its server reads the map of each block group; on a large target this takes minutes, and the disks have to do."));
    }
    m_server = server;
    m_read->setEnabled(why.isEmpty() && !m_reading);
    m_read->setToolTip(why);
}

void FreeSpace::read()
{
    m_reading = true;
    m_read->setEnabled(false);
    m_state->setText(tr("Reading"));
    m_desk.cluster().ask(m_server, protocol::Verb::MetricsFreeSpace, {{"target", m_label}}, m_context, [this](const base::Result<protocol::Json> &answer) { show(answer); });
}

void FreeSpace::show(const base::Result<protocol::Json> &answer)
{
    m_reading = false;
    m_read->setEnabled(m_read->toolTip().isEmpty());
    m_chart->setVisible(answer.ok());
    if (!answer)
        return m_state->setText(models::q(answer.error().message) + QStringLiteral(". ") + models::q(answer.error().remedy));
    m_state->setText(freeSpaceText(*answer));
    m_chart->setAnswer(freeSpaceAnswer(*answer));
}

} // namespace pages
