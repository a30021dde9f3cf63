// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/frame.h"

#include "app/models/table.h"
#include "app/shell/icons.h"
#include "app/shell/tableview.h"
#include "app/shell/theme.h"
#include "app/shell/widgets.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSaveFile>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace charts {

namespace {

constexpr qsizetype mostTableColumns = 200; ///< of a heat map with a thousand rows the file has all

class Placeholder final : public QLabel {
public:
    explicit Placeholder(const QSize &size) : m_size(size) { setAlignment(Qt::AlignCenter); }
    QSize sizeHint() const override { return m_size; }

private:
    QSize m_size;
};

} // namespace

Frame::Frame(const QString &name, const QString &title, Chart *chart, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_chart(chart)
    , m_legend(new Legend(*chart))
    , m_label(new shell::ElidedLabel(shell::theme::strong()))
    , m_button(shell::button(name + QStringLiteral(".menu"), {}, QStringLiteral("ellipsis"), QStringLiteral("quiet")))
    , m_menu(new QMenu(this))
    , m_head(new QHBoxLayout)
    , m_stack(new QStackedLayout)
{
    setObjectName(name);
    chart->setObjectName(name + QStringLiteral(".chart"));
    m_legend->setObjectName(name + QStringLiteral(".legend"));
    m_head->setSpacing(6);
    m_head->addWidget(m_label);
    m_head->addStretch(1);
    m_head->addWidget(m_button);
    m_stack->setContentsMargins(0, 0, 0, 0);
    m_stack->addWidget(chart);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addLayout(m_head);
    column->addLayout(m_stack, 1);
    column->addWidget(m_legend);
    m_button->setToolTip(tr("Copy, export, table, full screen"));
    m_button->setFixedSize(28, 26);
    connect(m_button, &QPushButton::clicked, this, [this] { m_asked.reset(); m_menu->popup(m_button->mapToGlobal(QPoint(0, m_button->height()))); });
    m_menu->addAction(shell::icon(QStringLiteral("copy")), tr("Copy as picture"), this, &Frame::copyPicture);
    m_menu->addAction(tr("Export CSV …"), this, &Frame::exportCsv);
    m_tableAction = m_menu->addAction(tr("Show as table"), this, [this](bool on) { showTable(on); });
    m_tableAction->setCheckable(true);
    if (chart->canBeLogarithmic()) {
        QAction *logarithmic = m_menu->addAction(tr("Logarithmic scale"), this, [this](bool on) { m_chart->setLogarithmic(on); });
        logarithmic->setCheckable(true);
    }
    m_fullAction = m_menu->addAction(tr("Full screen"), this, [this](bool on) { setFullScreen(on); });
    m_fullAction->setCheckable(true);
    m_menu->addSeparator();
    m_logsAction = m_menu->addAction(shell::icon(QStringLiteral("scroll-text")), tr("Logs at this time"), this, [this] {
        const Ms at = m_asked.value_or(m_chart->axis().range().to);
        emit m_chart->chosen("logs", {at, at});
    });
    m_logsAction->setObjectName(name + QStringLiteral(".logs"));
    chart->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(chart, &QWidget::customContextMenuRequested, this, [this](const QPoint &at) {
        m_asked = m_chart->axis().cursor(); // it goes when the pointer leaves for the menu
        m_menu->popup(m_chart->mapToGlobal(at));
    });
    connect(chart, &Chart::legendChanged, m_legend, &Legend::refresh);
    connect(chart, &Chart::answered, this, [this] {
        if (tableShown())
            fillTable();
    });
    setTitle(title);
}

void Frame::setTitle(const QString &title)
{
    m_title = title;
    m_label->setText(title);
    m_chart->setAccessibleName(title);
    m_button->setAccessibleName(tr("%1: menu").arg(title));
}

void Frame::addTool(QWidget *tool)
{
    tool->setFixedHeight(26); // heads of all charts are equally high
    tool->setMinimumWidth(tool->sizeHint().width() + 16);
    m_head->insertWidget(m_head->count() - 1, tool);
}

bool Frame::tableShown() const { return m_table != nullptr && m_stack->currentWidget() == m_table; }

void Frame::showTable(bool shown)
{
    m_tableAction->setChecked(shown);
    if (shown)
        fillTable();
    m_stack->setCurrentWidget(shown ? static_cast<QWidget *>(m_table) : m_chart);
    m_legend->setVisible(!shown && m_legend->items().size() > 1);
}

// Columns are known only with the data: lines come and go, and the table is made anew then.
void Frame::fillTable()
{
    Sheet sheet = m_chart->sheet(false);
    const qsizetype columnsShown = std::min(sheet.head.size(), mostTableColumns);
    QStringList known;
    if (m_table != nullptr)
        for (const models::Column &c : m_table->table()->columns())
            known << c.title;
    if (m_table == nullptr || known != sheet.head.mid(0, columnsShown)) {
        std::vector<models::Column> columns;
        for (qsizetype i = 0; i < columnsShown; ++i)
            columns.push_back({QString::number(i), sheet.head[i], i == 0 ? 150 : 110, i > 0});
        auto *fresh = new shell::TableView(objectName() + QStringLiteral(".table"), new models::Table(std::move(columns)));
        fresh->setSortingEnabled(false);
        fresh->setAccessibleName(m_title);
        m_stack->addWidget(fresh);
        if (m_table != nullptr) {
            m_stack->setCurrentWidget(fresh);
            m_stack->removeWidget(m_table);
            m_table->deleteLater();
        }
        m_table = fresh;
    }
    std::vector<models::Row> rows;
    rows.reserve(sheet.rows.size());
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
        models::Row row{std::to_string(1'000'000 + i), {}};
        for (qsizetype c = 0; c < columnsShown; ++c)
            row.cells.push_back(c == 0 ? models::Cell{sheet.rows[i][c], static_cast<double>(i)} : models::cell(sheet.rows[i][c]));
        rows.push_back(std::move(row));
    }
    m_table->table()->setRows(std::move(rows), false);
}

void Frame::copyPicture() { QGuiApplication::clipboard()->setPixmap(grab()); }
QString Frame::csv() const { return toCsv(m_chart->sheet(true)); }

void Frame::exportCsv()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Export CSV"), m_title + QStringLiteral(".csv"), tr("Comma-separated values (*.csv)"));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray bytes = csv().toUtf8();
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        emit failed(tr("%1 could not be written: %2").arg(path, file.errorString()));
}

// The frame itself moves into a window of its own and back to its place.
void Frame::setFullScreen(bool full)
{
    m_fullAction->setChecked(full);
    if (full == fullScreen())
        return;
    if (full) {
        QWidget *parent = parentWidget();
        m_placeholder = new Placeholder(size());
        static_cast<QLabel *>(m_placeholder)->setText(tr("Shown on the full screen"));
        if (parent != nullptr && parent->layout() != nullptr)
            delete parent->layout()->replaceWidget(this, m_placeholder);
        m_window = new QWidget(nullptr, Qt::Window);
        m_window->setWindowTitle(m_title);
        m_least = minimumHeight();
        m_most = maximumHeight();
        setMinimumHeight(0);
        setMaximumHeight(QWIDGETSIZE_MAX);
        auto *column = new QVBoxLayout(m_window);
        column->addWidget(this);
        m_window->installEventFilter(this);
        show();
        m_window->showFullScreen();
        return m_chart->setFocus();
    }
    QWidget *window = std::exchange(m_window, nullptr);
    QWidget *placeholder = std::exchange(m_placeholder, nullptr);
    QWidget *parent = placeholder->parentWidget();
    window->removeEventFilter(this);
    window->layout()->removeWidget(this);
    setMinimumHeight(m_least);
    setMaximumHeight(m_most);
    if (parent != nullptr && parent->layout() != nullptr) {
        setParent(parent);
        delete parent->layout()->replaceWidget(placeholder, this);
        show();
    }
    delete placeholder;
    window->hide();
    window->deleteLater();
}

bool Frame::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_window && (event->type() == QEvent::Close || (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape))) {
        event->ignore();
        setFullScreen(false);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace charts
