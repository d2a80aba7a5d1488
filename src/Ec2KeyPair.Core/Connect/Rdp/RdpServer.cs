namespace Ec2KeyPair.Core.Connect.Rdp;

/// <summary>What a server has shown of itself.</summary>
/// <param name="Certificate">The certificate whose private key it has.</param>
/// <param name="Security">The strongest security that it offers of those that show one.</param>
public sealed record RdpServer(RdpCertificate Certificate, RdpSecurity Security);
