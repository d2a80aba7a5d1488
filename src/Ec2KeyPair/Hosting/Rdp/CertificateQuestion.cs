using System.Globalization;
using System.Management.Automation.Host;
using Ec2KeyPair.Core.Connect.Rdp;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Hosting.Rdp;

/// <summary>Shows a certificate that nothing tells to a person, and asks.</summary>
internal static class CertificateQuestion
{
    /// <summary>Pipeline thread, interactive hosts only.</summary>
    internal static bool Ask(PSHost host, string instanceId, RdpCertificate certificate)
    {
        var answers = new System.Collections.ObjectModel.Collection<ChoiceDescription>
        {
            new("&No", "Do not connect."),
            new("&Yes", "Remember this certificate for the instance and connect."),
        };
        return host.UI.PromptForChoice(
            $"The console output of {instanceId} does not tell its RDP certificate.",
            string.Format(
                CultureInfo.InvariantCulture,
                "What answers shows:\n  subject  {0}\n  valid    until {1:yyyy-MM-dd}\n  SHA-1    {2}\n  SHA-256  {3}\n"
                    + "On the instance, Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop' shows the SHA-1. Is it the same?",
                Printable.Text(certificate.Subject),
                certificate.NotAfterUtc,
                certificate.Sha1,
                certificate.Sha256),
            answers,
            0) == 1;
    }
}
