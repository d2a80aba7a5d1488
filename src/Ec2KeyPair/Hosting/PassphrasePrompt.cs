using System.Management.Automation.Host;
using System.Security;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Hosting;

/// <summary>Asks a person for a passphrase, unseen.</summary>
internal static class PassphrasePrompt
{
    /// <summary>Pipeline thread, interactive hosts only.</summary>
    internal static SecureString Ask(PSHost host, string path)
    {
        host.UI.Write($"Passphrase of '{Printable.Text(path)}': ");
        return host.UI.ReadLineAsSecureString();
    }
}
