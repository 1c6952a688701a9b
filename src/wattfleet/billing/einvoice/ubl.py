"""A document as UBL 2.1: Invoice or CreditNote, for Peppol BIS Billing 3 and XRechnung.

The order of elements is that of the UBL 2.1 schemas; which term goes where is EN 16931-3-2.
"""

from base64 import b64encode

from wattfleet.billing.document import (
    Address,
    Bankgiro,
    Card,
    Category,
    Change,
    DirectDebit,
    Document,
    Line,
    Means,
    Party,
    Period,
    SortCode,
    Transfer,
    Vat,
)
from wattfleet.billing.einvoice.terms import terms_as_written
from wattfleet.billing.einvoice.words import means_code, millionths, percent, quantity, told_attributes
from wattfleet.billing.einvoice.xml import Writer, clean
from wattfleet.billing.profile import Profile
from wattfleet.billing.totals import Totals, totals_of
from wattfleet.kernel.money import Money

_OASIS = "urn:oasis:names:specification:ubl:schema:xsd:"


def ubl(document: Document, profile: Profile) -> bytes:
    """The document in UBL; the caller has asked `problems_of` before."""
    root = "CreditNote" if document.kind.is_credit else "Invoice"
    x = Writer(
        root,
        {
            "": f"{_OASIS}{root}-2",
            "cac": f"{_OASIS}CommonAggregateComponents-2",
            "cbc": f"{_OASIS}CommonBasicComponents-2",
        },
    )
    totals = totals_of(document)
    _head(x, document, profile, root)
    _references(x, document)
    _parties(x, document)
    _payment(x, document)
    for change in document.changes:
        _change(x, change)
    _totals(x, document, totals, with_rate=profile is Profile.XRECHNUNG)
    for line, net in zip(document.lines, totals.nets, strict=True):
        _line(x, line, net, root)
    return x.bytes()


def _head(x: Writer, document: Document, profile: Profile, root: str) -> None:
    x.leaf("cbc:CustomizationID", profile.specification)
    x.leaf("cbc:ProfileID", profile.process)
    x.leaf("cbc:ID", document.number)
    x.leaf("cbc:IssueDate", document.issued.isoformat())
    if document.payment.due and not document.kind.is_credit:
        x.leaf("cbc:DueDate", document.payment.due.isoformat())
    x.leaf(f"cbc:{root}TypeCode", document.kind.value)
    if document.notes:  # Peppol takes one note only (PEPPOL-EN16931-R002)
        x.leaf("cbc:Note", "\n".join(document.notes))
    x.leaf("cbc:DocumentCurrencyCode", document.currency.code)
    if document.vat_in is not None:
        x.leaf("cbc:TaxCurrencyCode", document.vat_in.currency.code)
    x.leaf("cbc:AccountingCost", document.references.cost_centre)
    x.leaf("cbc:BuyerReference", document.references.buyer)
    _period(x, document.period)


def _period(x: Writer, period: Period | None) -> None:
    if period is not None:
        with x.inside("cac:InvoicePeriod"):
            x.number("cbc:StartDate", period.first.isoformat())
            x.number("cbc:EndDate", period.last.isoformat())


def _references(x: Writer, document: Document) -> None:
    references = document.references
    x.nested("cac:OrderReference/cbc:ID", references.order)
    for preceding in document.preceding:
        with x.inside("cac:BillingReference"), x.inside("cac:InvoiceDocumentReference"):
            x.leaf("cbc:ID", preceding.number)
            if preceding.issued:
                x.leaf("cbc:IssueDate", preceding.issued.isoformat())
    x.nested("cac:ContractDocumentReference/cbc:ID", references.contract)
    for one in document.attachments:
        with x.inside("cac:AdditionalDocumentReference"):
            x.leaf("cbc:ID", one.id)
            x.leaf("cbc:DocumentDescription", one.description)
            x.nested(
                "cac:Attachment/cbc:EmbeddedDocumentBinaryObject",
                b64encode(one.content).decode(),
                mimeCode=one.media_type,
                filename=one.file_name,
            )
    project = clean(references.project)
    if project and document.kind.is_credit:
        with x.inside("cac:AdditionalDocumentReference"):
            x.leaf("cbc:ID", references.project)
            x.leaf("cbc:DocumentTypeCode", "50")
    elif project:
        x.nested("cac:ProjectReference/cbc:ID", references.project)


def _parties(x: Writer, document: Document) -> None:
    creditor = next((one.creditor for one in document.payment.means if isinstance(one, DirectDebit)), "")
    with x.inside("cac:AccountingSupplierParty"):
        _party(x, document.seller, creditor=creditor, is_seller=True)
    with x.inside("cac:AccountingCustomerParty"):
        _party(x, document.buyer, creditor="", is_seller=False)
    delivery = document.delivery
    if delivery is not None:
        with x.inside("cac:Delivery"):
            if delivery.day:
                x.leaf("cbc:ActualDeliveryDate", delivery.day.isoformat())
            if delivery.address is not None:
                with x.inside("cac:DeliveryLocation"), x.inside("cac:Address"):
                    _address(x, delivery.address)
            x.nested("cac:DeliveryParty/cac:PartyName/cbc:Name", delivery.name)


def _party(x: Writer, party: Party, *, creditor: str, is_seller: bool) -> None:
    with x.inside("cac:Party"):
        if party.endpoint is not None:
            x.leaf("cbc:EndpointID", party.endpoint.value, schemeID=party.endpoint.scheme)
        if party.id is not None:
            x.nested("cac:PartyIdentification/cbc:ID", party.id.value, schemeID=party.id.scheme)
        x.nested("cac:PartyIdentification/cbc:ID", creditor, schemeID="SEPA")
        x.nested("cac:PartyName/cbc:Name", party.trading_name)
        with x.inside("cac:PostalAddress"):
            _address(x, party.address)
        _tax_number(x, party.vat_id, "VAT")
        if is_seller:
            _tax_number(x, party.tax_number, "TAX")
        with x.inside("cac:PartyLegalEntity"):
            x.leaf("cbc:RegistrationName", party.name)
            if party.legal_id is not None:
                x.leaf("cbc:CompanyID", party.legal_id.value, schemeID=party.legal_id.scheme)
            if is_seller:
                x.leaf("cbc:CompanyLegalForm", party.legal_form)
        if party.contact is not None:
            with x.inside("cac:Contact"):
                x.leaf("cbc:Name", party.contact.name)
                x.leaf("cbc:Telephone", party.contact.phone)
                x.leaf("cbc:ElectronicMail", party.contact.email)


def _tax_number(x: Writer, number: str, scheme: str) -> None:
    if number:
        with x.inside("cac:PartyTaxScheme"):
            x.leaf("cbc:CompanyID", number)
            x.nested("cac:TaxScheme/cbc:ID", scheme)


def _address(x: Writer, address: Address) -> None:
    x.leaf("cbc:StreetName", address.street)
    x.leaf("cbc:AdditionalStreetName", address.more)
    x.leaf("cbc:CityName", address.city)
    x.leaf("cbc:PostalZone", address.post_code)
    x.leaf("cbc:CountrySubentity", address.region)
    x.nested("cac:AddressLine/cbc:Line", address.line3)
    x.nested("cac:Country/cbc:IdentificationCode", address.country)


def _payment(x: Writer, document: Document) -> None:
    payment = document.payment
    for means in payment.means:
        with x.inside("cac:PaymentMeans"):
            x.leaf("cbc:PaymentMeansCode", means_code(means))
            if payment.due and document.kind.is_credit:
                x.leaf("cbc:PaymentDueDate", payment.due.isoformat())
            x.leaf("cbc:PaymentID", payment.reference)
            _account(x, means)
    with x.inside("cac:PaymentTerms"):
        x.verbatim("cbc:Note", terms_as_written(payment.terms))


def _account(x: Writer, means: Means) -> None:
    match means:
        case Card():
            with x.inside("cac:CardAccount"):
                x.leaf("cbc:PrimaryAccountNumberID", means.last_digits)
                x.leaf("cbc:NetworkID", "mapped-from-cii")  # UBL demands one; EN 16931 has no term for it
                x.leaf("cbc:HolderName", means.holder)
        case DirectDebit():
            with x.inside("cac:PaymentMandate"):
                x.leaf("cbc:ID", means.mandate)
                x.nested("cac:PayerFinancialAccount/cbc:ID", means.iban)
        case Transfer():
            _payee(x, means.iban, means.account_name, means.bic)
        case Bankgiro():
            _payee(x, means.number, means.account_name, "SE:BANKGIRO")
        case SortCode():
            _payee(x, means.account, means.account_name, means.sort_code)


def _payee(x: Writer, account: str, name: str, branch: str) -> None:
    with x.inside("cac:PayeeFinancialAccount"):
        x.leaf("cbc:ID", account)
        x.leaf("cbc:Name", name)
        x.nested("cac:FinancialInstitutionBranch/cbc:ID", branch)


def _change(x: Writer, change: Change) -> None:
    with x.inside("cac:AllowanceCharge"):
        x.leaf("cbc:ChargeIndicator", "true" if change.is_charge else "false")
        x.leaf("cbc:AllowanceChargeReasonCode", change.reason_code)
        x.leaf("cbc:AllowanceChargeReason", change.reason)
        _money(x, "cbc:Amount", change.amount)
        if change.vat is not None:
            _category(x, "cac:TaxCategory", change.vat)


def _category(x: Writer, tag: str, vat: Vat, *, with_reason: bool = False, with_rate: bool = False) -> None:
    with x.inside(tag):
        x.leaf("cbc:ID", vat.category.value)
        if vat.category is not Category.OUTSIDE or with_rate:
            x.leaf("cbc:Percent", percent(vat))
        if with_reason:
            x.leaf("cbc:TaxExemptionReasonCode", vat.reason_code)
            x.leaf("cbc:TaxExemptionReason", vat.reason)
        x.nested("cac:TaxScheme/cbc:ID", "VAT")


def _totals(x: Writer, document: Document, totals: Totals, *, with_rate: bool) -> None:
    """`with_rate`: XRechnung wants the rate of what is outside the scope of VAT too (BR-DE-14)."""
    with x.inside("cac:TaxTotal"):
        _money(x, "cbc:TaxAmount", totals.vat)
        for row in totals.rows:
            with x.inside("cac:TaxSubtotal"):
                _money(x, "cbc:TaxableAmount", row.before_vat)
                _money(x, "cbc:TaxAmount", row.amount)
                _category(x, "cac:TaxCategory", row.vat, with_reason=True, with_rate=with_rate)
    if document.vat_in is not None:
        with x.inside("cac:TaxTotal"):
            _money(x, "cbc:TaxAmount", document.vat_in)
    with x.inside("cac:LegalMonetaryTotal"):
        _money(x, "cbc:LineExtensionAmount", totals.lines)
        _money(x, "cbc:TaxExclusiveAmount", totals.before_vat)
        _money(x, "cbc:TaxInclusiveAmount", totals.with_vat)
        if document.changes:
            _money(x, "cbc:AllowanceTotalAmount", totals.allowances)
            _money(x, "cbc:ChargeTotalAmount", totals.charges)
        if document.paid is not None:
            _money(x, "cbc:PrepaidAmount", totals.paid)
        if document.rounding is not None:
            _money(x, "cbc:PayableRoundingAmount", totals.rounding)
        _money(x, "cbc:PayableAmount", totals.due)


def _line(x: Writer, line: Line, net: Money, root: str) -> None:
    with x.inside(f"cac:{root}Line"):
        x.leaf("cbc:ID", line.id)
        x.leaf("cbc:Note", line.note)
        counted = "cbc:CreditedQuantity" if root == "CreditNote" else "cbc:InvoicedQuantity"
        x.number(counted, quantity(line.quantity), "unitCode", line.quantity.unit)
        _money(x, "cbc:LineExtensionAmount", net)
        x.leaf("cbc:AccountingCost", line.cost_centre)
        _period(x, line.period)
        x.nested("cac:OrderLineReference/cbc:LineID", line.order_line)
        if clean(line.object_id):
            with x.inside("cac:DocumentReference"):
                x.leaf("cbc:ID", line.object_id)
                x.leaf("cbc:DocumentTypeCode", "130")
        for change in line.changes:
            _change(x, change)
        _item(x, line)
        with x.inside("cac:Price"):
            x.number("cbc:PriceAmount", millionths(line.price.micro), "currencyID", net.currency.code)
            if line.price.base is not None:
                x.number("cbc:BaseQuantity", quantity(line.price.base), "unitCode", line.price.base.unit)


def _item(x: Writer, line: Line) -> None:
    with x.inside("cac:Item"):
        x.leaf("cbc:Description", line.said)
        x.leaf("cbc:Name", line.name)
        x.nested("cac:SellersItemIdentification/cbc:ID", line.seller_item)
        x.again(line.vat, lambda: _category(x, "cac:ClassifiedTaxCategory", line.vat))
        for name, value in told_attributes(line):
            with x.inside("cac:AdditionalItemProperty"):
                x.leaf("cbc:Name", name)
                x.leaf("cbc:Value", value)


def _money(x: Writer, tag: str, money: Money) -> None:
    x.number(tag, str(money), "currencyID", money.currency.code)
