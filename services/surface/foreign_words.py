"""German, French and Spanish words of users, and the English ones of the tools.

Clients are told to search in English; many pass on what the user wrote. In lower case
and without accents, as ``tool_search.words_of`` gives them.
"""

from __future__ import annotations

# words that say nothing
SILENT = frozenset(
    "alle am an auf aus bei bitte das dem den der des die du ein eine einem einen einer "
    "eines er es fur hat habe haben ich ihr im in ins ist kann mein meine meinem meinen "
    "meiner mich mir mit nach noch oder sich sie sind uber um und uns unsere unserer vom "
    "von vor was welche welcher wie wir wird zu zum zur "
    "a au aux avec ce ces cette combien d dans de des du elle en est et il j je l la le "
    "les leur ma mes moi mon nos notre nous on ou par pas pour qu que quel quelle "
    "quelles quels qui sa ses son sont sur ta un une vos votre y "
    "al como con cual cuales cuanto cuantos del el ella ellos esta este estos hay las "
    "lo los me mi mis muestra nuestra nuestro nuestros para por quien se su sus tengo "
    "una uno unos yo".split()
)
WORDS: dict[str, tuple[str, ...]] = {
    said: tuple(meant.split())
    for words, meant in (
        # doing
        ("anlegen erfassen erstellen hinzufugen neu neue neuer neues", "create"),
        ("ajouter creer nouveau nouvelle anadir crear nueva nuevo", "create"),
        ("andern bearbeiten umbenennen verschieben zuweisen", "update"),
        ("assigner changer deplacer modifier renommer", "update"),
        ("asignar cambiar editar modificar mover", "update"),
        ("entfernen loschen supprimer borrar eliminar", "delete"),
        ("ruckgangig zurucknehmen annuler deshacer", "undo"),
        ("finde finden suche suchen chercher trouver recherche buscar", "search"),
        ("zeig zeige zeigen afficher montre montrer mostrar ver", "search"),
        ("ausfuhren executer lancer ejecutar", "execute"),
        ("prufen verifier verificar comprobar", "validate"),
        ("freigeben freigabe genehmigen genehmigung", "approve"),
        ("approuver approbation aprobar aprobacion", "approve"),
        ("freigaben approbations aprobaciones", "approvals pending"),
        ("ablehnen refuser rechazar", "refuse"),
        ("bestatigen confirmer confirmar", "confirm"),
        ("einreichen soumettre enviar", "submit"),
        ("importieren importer importar", "import"),
        ("exportieren exporter herunterladen telecharger exportar descargar", "export"),
        ("drucken imprimer imprimir", "report render"),
        ("hochladen televerser subir", "upload"),
        ("senden schicken verschicken envoyer", "send"),
        # asking
        ("anzahl wieviele viele nombre cantidad numero", "count"),
        ("auswertung durchschnitt summe umsatze", "aggregate"),
        ("moyenne somme promedio suma", "aggregate"),
        ("warum pourquoi porque", "explain"),
        ("darf rechte berechtigung droits permisos derechos", "rights explain"),
        ("verlauf protokoll historique historial", "log"),
        ("bericht berichte rapport rapports informe informes", "report"),
        # business
        ("rechnung rechnungen facture factures factura facturas", "invoice"),
        ("eingangsrechnung eingangsrechnungen lieferantenrechnung", "invoice vendor"),
        ("zahlung zahlungen bezahlen zahlen zahlt paiement payer", "pay payment"),
        ("pago pagos pagar", "pay payment"),
        ("offen offene offenen unbezahlt unbezahlte", "overdue aged"),
        ("impaye impayee impayees impayes pendiente pendientes", "overdue aged"),
        ("fallig fallige uberfallig uberfallige retard vencida vencidas", "overdue"),
        ("bilanz bilan", "balance sheet"),
        ("gewinn verlust guv benefice perte ganancias perdidas", "profit loss"),
        ("buchung buchungen ecriture ecritures asiento asientos", "journal"),
        ("angebot angebote devis cotizacion presupuesto presupuestos", "quotation"),
        ("auftrag auftrage bestellung bestellungen", "order"),
        ("commande commandes pedido pedidos", "order"),
        ("verkauf verkaufe vente ventes venta ventas", "quotation sales"),
        ("einkauf einkaufen bestellen achat achats acheter", "purchase"),
        ("compra compras comprar", "purchase"),
        ("lieferant lieferanten fournisseur fournisseurs proveedor", "vendor"),
        ("kunde kunden cliente clientes", "customer"),
        ("lieferung lieferungen liefern livraison livrer", "deliver"),
        ("entrega entregar", "deliver"),
        ("wareneingang erhalten recevoir recibir recepcion", "receive"),
        ("fertigung fertigungsauftrag produktion herstellen", "manufacturing"),
        ("fabrication fabriquer fabricacion fabricar", "manufacturing"),
        ("stuckliste nomenclature", "bom materials"),
        ("urlaub urlaubstage abwesend abwesenheit krank ferien", "off"),
        ("conge conges vacances", "off"),
        ("ausencia ausencias vacaciones", "off"),
        ("mitarbeiter mitarbeiterin kollege kollegin personal", "employee"),
        ("employe employes salarie salaries empleado empleados", "employee"),
        ("gehalt lohn gehaltsabrechnung salaire bulletin salario nomina", "payslip"),
        ("spesen spesenabrechnung reisekosten", "expense"),
        ("frais depense depenses gasto gastos", "expense"),
        ("beleg belege quittung recu recus recibo recibos", "receipt"),
        ("aufgabe aufgaben tache taches tarea tareas", "task"),
        ("projekt projekte projet projets proyecto proyectos", "project"),
        ("vorlage vorlagen modele modeles plantilla plantillas", "template"),
        ("artikel wissensdatenbank handbuch anleitung richtlinie", "article"),
        ("connaissances manuel articulo", "article"),
        ("entscheidung entscheidungen decider decidir", "decision"),
        ("nachricht nachrichten notiz kommentar", "message"),
        ("commentaire mensaje mensajes nota", "message"),
        ("erinnere erinnern erinnerung rappel rappeler recordar", "reminder"),
        ("anhang anhange datei dateien fichier piece archivo adjunto", "attachment"),
        ("kontakt kontakte ansprechpartner contacto contactos", "record"),
        ("datensatz datensatze enregistrement registro", "record"),
        ("feld felder champ champs campo campos", "fields"),
        ("umsatz chiffre revenus ingresos", "profit"),
    )
    for said in words.split()
}
