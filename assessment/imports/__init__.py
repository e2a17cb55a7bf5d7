"""The assessment workbook as a whole: template, preview, confirmation, export."""
