using System.Management.Automation;
using System.Security;

namespace Ec2KeyPair.Parameters;

/// <summary>
/// Takes for a passphrase a SecureString, a PSCredential (its password), or <c>secret:NAME</c> for a secret of
/// Microsoft.PowerShell.SecretManagement. A plain string is refused: it would stand in the command history.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PassphraseAttribute : ArgumentTransformationAttribute
{
    private const string SecretPrefix = "secret:";

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            // "-Passphrase $mistyped" asks for an encrypted key; it must not become an open one.
            null => throw new ArgumentTransformationMetadataException("The passphrase is null. Leave the parameter out to use none."),
            SecureString => value,
            PSCredential credential => credential.Password,
            string text when text.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) =>
                FromVault(engineIntrinsics, text.Substring(SecretPrefix.Length)),
            // What was given is not repeated: it may be the passphrase.
            _ => throw new ArgumentTransformationMetadataException(
                "A passphrase is a SecureString (Read-Host -AsSecureString), a PSCredential, or 'secret:NAME' for a secret of "
                + "SecretManagement. A plain string is not taken: it would stand in the command history."),
        };
    }

    private static SecureString FromVault(EngineIntrinsics engine, string name)
    {
        if (engine.InvokeCommand.GetCommand("Get-Secret", CommandTypes.Cmdlet | CommandTypes.Function) is not { } getSecret)
        {
            throw new ArgumentTransformationMetadataException(
                $"'{SecretPrefix}{name}' needs the module Microsoft.PowerShell.SecretManagement, which is not installed.");
        }

        var found = engine.InvokeCommand.InvokeScript("param($command, $name) & $command -Name $name -ErrorAction Stop", getSecret, name);
        return found.Select(item => item?.BaseObject).FirstOrDefault() switch
        {
            SecureString secret => secret,
            PSCredential credential => credential.Password,
            _ => throw new ArgumentTransformationMetadataException($"The secret '{name}' is neither a SecureString nor a PSCredential."),
        };
    }
}
